// A network that loses one side's connection to the server, and nothing else.

import type { BrowserContext, WebSocketRoute } from '@playwright/test';

export interface Cut {
  /** Closes every connection of the context's pages, and each that they try from now on. */
  cut: () => Promise<void>;
  /** Lets the next try through. */
  mend: () => void;
}

/** Must be made before the first page of the context opens its connection. */
export async function cuttable(context: BrowserContext): Promise<Cut> {
  const open: WebSocketRoute[] = [];
  let isCut = false;
  await context.routeWebSocket(/./, async (socket) => {
    if (isCut) return socket.close();
    socket.connectToServer();
    open.push(socket);
  });
  return {
    cut: async () => {
      isCut = true;
      await Promise.all(open.splice(0).map((socket) => socket.close()));
    },
    mend: () => {
      isCut = false;
    },
  };
}

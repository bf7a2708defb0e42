// How fast can two pages of one browser be together at all? A PeerConnection without a product.
//
// Like in Bobwhite the side that is called makes the offer, devices open on the tap, and candidates
// travel one by one; but signals go by a BroadcastChannel, and nobody is asked for permission.

import type { BrowserContext, Page } from '@playwright/test';

const ADDRESS = 'http://localhost/bare';

/** Which way packets may take: through the relay alone, or straight from host to host. */
export type Way = 'relay' | 'direct';

/** Two empty pages; `http://localhost` so that they may open microphone and camera. */
export async function openBarePages(context: BrowserContext): Promise<[Page, Page]> {
  await context.route(`${ADDRESS}*`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Bare</title>' }),
  );
  return [await context.newPage(), await context.newPage()];
}

/** Loads both pages anew and puts one button on the first: a tap on it rings the second. */
export async function prepare(
  pages: [Page, Page],
  video: boolean,
  configurations: [RTCConfiguration, RTCConfiguration],
): Promise<void> {
  for (const [index, page] of pages.entries()) {
    await page.goto(ADDRESS);
    await page.evaluate(peer, {
      calls: index === 0,
      video,
      configuration: configurations[index as 0 | 1],
    });
  }
}

interface Part {
  calls: boolean;
  video: boolean;
  configuration: RTCConfiguration;
}

type Word =
  | { say: 'ring' }
  | { say: 'description'; description: RTCSessionDescriptionInit }
  | { say: 'candidate'; candidate: RTCIceCandidateInit };

function peer({ calls, video, configuration }: Part): void {
  const channel = new BroadcastChannel('bare');
  const tell = (word: Word): void => channel.postMessage(word);
  let media: Promise<MediaStream>;
  let connection: RTCPeerConnection;
  let received = Promise.resolve();

  const open = (): void => {
    media = navigator.mediaDevices.getUserMedia({ audio: true, video });
  };
  const connect = async (): Promise<void> => {
    connection = new RTCPeerConnection(configuration);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) tell({ say: 'candidate', candidate: candidate.toJSON() });
    });
    connection.addEventListener('track', ({ track }) => {
      const element = document.createElement(track.kind as 'audio' | 'video');
      element.autoplay = true;
      element.srcObject = new MediaStream([track]);
      document.body.append(element);
    });
    for (const track of (await media).getTracks()) connection.addTrack(track);
  };
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    const description = connection.localDescription;
    if (description) tell({ say: 'description', description: description.toJSON() });
  };
  const button = (name: string, tapped: () => void): void => {
    const element = document.createElement('button');
    element.textContent = name;
    element.addEventListener('click', tapped);
    document.body.append(element);
  };

  if (calls) {
    button('Call', () => {
      open();
      tell({ say: 'ring' });
    });
  }
  const receive = async (word: Word): Promise<void> => {
    if (word.say === 'ring') {
      button('Accept audio', () => {
        open();
        received = received.then(connect).then(describe);
      });
    } else if (word.say === 'description') {
      if (calls) await connect();
      await connection.setRemoteDescription(word.description);
      if (calls) await describe();
    } else if (word.say === 'candidate') {
      await connection.addIceCandidate(word.candidate);
    }
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    received = received.then(() => receive(data));
  });
}

// What of a text that somebody else wrote may be shown as it is?
//
// Names are checked by the server, message texts by nobody but the sender's client. Direction
// overrides and invisible controls could make a text look like something that it is not.

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Controls other than tab and line feed, the byte order mark, and noncharacters. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}/gu;
/** More marks than any script stacks on one letter would paint over the lines around it. */
const STACKED = /(\p{M}{8})\p{M}+/gu;

/** A message text without what could mislead or overflow; line breaks stay. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(BIDI_CONTROLS, '')
    .replace(CONTROLS, '')
    .replace(STACKED, '$1');
}

/** The same on one line, as previews and names are. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}

export interface Part {
  text: string;
  /** Set where the part is an address that may be opened. */
  href?: string;
}

const LINK = /https?:\/\/[^\s<>"']+/giu;
const TRAILING = /[.,:;!?)\]}…’”]+$/u;

/** Cuts a text where web addresses begin and end; only http and https count. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const found = match[0].replace(TRAILING, '');
    const href = addressOf(found);
    if (!href) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

function addressOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  // An address with a name before the host reads like another host.
  return url && !url.username && !url.password && url.hostname ? url.href : null;
}

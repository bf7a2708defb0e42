/** A token, a message, an SDP, a candidate and an address. */
export const CANARIES = [
  'canary-of-a-session-token',
  'Canary of a message between two people',
  'a=ice-pwd:CanaryOfIcePassword00000',
  'candidate:1 1 udp 41885439 203.0.113.77 50000 typ relay',
  '203.0.113.77',
] as const;

interface Cut {
  viewBox: string;
  path: string;
}
export const mark: { full: Cut; small: Cut };

// Which square of a photo becomes a face, and how is it drawn?

/** Where the square lies: the photo's scale above the smallest that fills it, and its offset. */
export interface Crop {
  /** 1 shows as much of the photo as fits; more comes nearer. */
  zoom: number;
  /** The photo's middle from the square's middle, in shares of the square's side. */
  x: number;
  y: number;
}

export const LARGEST_ZOOM = 4;

interface Size {
  width: number;
  height: number;
}

/** The same crop, moved so that the photo fills the whole square. */
export function kept(crop: Crop, photo: Size): Crop {
  const zoom = Math.min(LARGEST_ZOOM, Math.max(1, crop.zoom));
  const shorter = Math.min(photo.width, photo.height);
  const spare = (length: number) => Math.max(0, ((length / shorter) * zoom - 1) / 2);
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  return {
    zoom,
    x: within(crop.x, spare(photo.width)),
    y: within(crop.y, spare(photo.height)),
  };
}

/** Draws the square of `photo` that `crop` names onto a canvas of any size. */
export function draw(canvas: HTMLCanvasElement, photo: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const side = canvas.width;
  const scale = (side / Math.min(photo.width, photo.height)) * crop.zoom;
  const [width, height] = [photo.width * scale, photo.height * scale];
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, side, side);
  context.drawImage(
    photo,
    (side - width) / 2 + crop.x * side,
    (side - height) / 2 + crop.y * side,
    width,
    height,
  );
}

/** The face as a file, square and small. */
export function picture(photo: ImageBitmap, crop: Crop, side = 512): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  draw(canvas, photo, crop);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}

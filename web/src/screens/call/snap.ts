// Where does the own view rest after it was dragged or thrown?

export type Corner = 'topStart' | 'topEnd' | 'bottomStart' | 'bottomEnd';

export interface Point {
  x: number;
  y: number;
}

/** How far ahead, in ms, a throw is followed; higher throws further. */
const THROW_MS = 180;

/**
 * The corner nearest to where the centre of the view would come to lie, in CSS pixels of `stage`;
 * `velocity` is in pixels per ms. "Start" is the left side where text runs from left to right.
 */
export function nearestCorner(
  centre: Point,
  velocity: Point,
  stage: { width: number; height: number },
  rightToLeft = false,
): Corner {
  const x = centre.x + velocity.x * THROW_MS;
  const y = centre.y + velocity.y * THROW_MS;
  const left = x < stage.width / 2;
  const side = left !== rightToLeft ? 'Start' : 'End';
  return y < stage.height / 2 ? `top${side}` : `bottom${side}`;
}

/** The corner that an arrow key moves to; any other key stays. */
export function cornerByKey(corner: Corner, key: string, rightToLeft = false): Corner {
  const top = key === 'ArrowUp' || (key !== 'ArrowDown' && corner.startsWith('top'));
  const towardsStart = rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  const towardsEnd = rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const start = key === towardsStart || (key !== towardsEnd && corner.endsWith('Start'));
  return `${top ? 'top' : 'bottom'}${start ? 'Start' : 'End'}`;
}

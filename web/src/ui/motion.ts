// How do sheets, dialogs and notices come and go?

import { cubicIn, cubicOut } from 'svelte/easing';
import { rightToLeft } from '../i18n/locale';
import type { TransitionConfig } from 'svelte/transition';

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

interface Travel {
  /** Where it comes from, in CSS lengths; `x` counts towards the end of a line. */
  x?: string;
  y?: string;
  scale?: number;
  duration?: number;
}

/** Arrives from an offset while it fades in; with reduced motion it only fades. */
export function arrive(_: Element, travel: Travel = {}): TransitionConfig {
  return move(travel, travel.duration ?? 260, cubicOut);
}

/** Leaves the way it came, quicker. */
export function leave(_: Element, travel: Travel = {}): TransitionConfig {
  return move(travel, travel.duration ?? 180, cubicIn);
}

function move(travel: Travel, duration: number, easing: (t: number) => number): TransitionConfig {
  const { x = '0px', y = '0px', scale = 1 } = travel;
  if (still()) return { duration: 120, css: (t) => `opacity: ${t}` };
  return {
    duration,
    easing,
    css: (t, u) =>
      `opacity: ${Math.min(1, t * 1.6)}; transform: translate(calc(${x} * ${rightToLeft ? -u : u}), calc(${y} * ${u})) scale(${1 - (1 - scale) * u})`,
  };
}

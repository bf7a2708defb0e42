// How far is something dragged, and how fast was it let go?

import type { Point } from './snap';

export class Drag {
  /** How far from its place, in CSS pixels; null while it rests. */
  by = $state.raw<Point | null>(null);
  private held: HTMLElement | null = null;
  private origin: Point = { x: 0, y: 0 };
  private last = { x: 0, y: 0, at: 0 };
  private velocity: Point = { x: 0, y: 0 };

  /** `dropped` gets where the middle was let go, and the speed in pixels per ms. */
  constructor(private readonly dropped: (centre: Point, velocity: Point) => void) {}

  grab(event: PointerEvent & { currentTarget: HTMLElement }): void {
    this.held = event.currentTarget;
    this.held.setPointerCapture(event.pointerId);
    this.origin = { x: event.clientX, y: event.clientY };
    this.last = { ...this.origin, at: event.timeStamp };
    this.velocity = { x: 0, y: 0 };
    this.by = { x: 0, y: 0 };
  }

  move({ clientX: x, clientY: y, timeStamp: at }: PointerEvent): void {
    if (!this.by) return;
    const ms = Math.max(1, at - this.last.at);
    this.velocity = { x: (x - this.last.x) / ms, y: (y - this.last.y) / ms };
    this.last = { x, y, at };
    this.by = { x: x - this.origin.x, y: y - this.origin.y };
  }

  drop(): void {
    if (!this.by || !this.held) return;
    const { left, top, width, height } = this.held.getBoundingClientRect();
    this.dropped({ x: left + width / 2, y: top + height / 2 }, this.velocity);
    this.by = null;
  }
}

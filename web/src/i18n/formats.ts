// How do times, days, durations and lists read to this person?

import * as time from './generated/time';
import { words } from './locale';

const clock = new Intl.DateTimeFormat(words, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(words, { weekday: 'short' });
const longWeekday = new Intl.DateTimeFormat(words, { weekday: 'long' });
const dayMonth = new Intl.DateTimeFormat(words, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(words, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const conjunction = new Intl.ListFormat(words, { type: 'conjunction' });

/** "11:02", by the reader's clock. */
export function timeOfDay(at: Date): string {
  return clock.format(at);
}

/** The heading of a day: "Today", "Yesterday", "Tuesday" within the last week, then the date. */
export function dayHeading(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return time.today();
  if (days === 1) return time.yesterday();
  if (days > 1 && days < 7) return longWeekday.format(at);
  return date(at, now);
}

/** The one short word of a list row: the time today, "Tue" within the last week, then the date. */
export function shortWhen(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return timeOfDay(at);
  if (days > 0 && days < 7) return weekday.format(at);
  return date(at, now);
}

/** "18 s", "4 min", "1 h 12 min": how long something was. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return time.seconds({ count: seconds });
  if (minutes < 60) return time.minutes({ count: minutes });
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest ? time.hoursMinutes({ hours, minutes: rest }) : time.hours({ count: hours });
}

/** "24:07" or "1:02:03": a running timer. */
export function timer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${two(minutes)}:${two(seconds % 60)}`;
}

/** "Amara, Nils and Mei". */
export function list(names: string[]): string {
  return conjunction.format(names);
}

function date(at: Date, now: Date): string {
  return (at.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(at);
}

/** Whole days from `at` to `now` by the calendar of this place; negative in the future. */
function daysBetween(at: Date, now: Date): number {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

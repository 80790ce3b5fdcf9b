/** Numbers and times as people write them. */

const SECOND = 1000
const MINUTE: number = 60 * SECOND
const HOUR: number = 60 * MINUTE
const DAY: number = 24 * HOUR

/** ms as text: `350 ms`, `4.2 s`, `61 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function durationText(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`
  if (ms < DAY) return both(ms, HOUR, 'h', MINUTE, 'min')
  return both(ms, DAY, 'd', HOUR, 'h')
}

function both(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small)
  const first = `${Math.floor(ms / large)} ${largeName}`
  return rest === 0 ? first : `${first} ${rest} ${smallName}`
}

/** A whole number with a comma at each thousand. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 task waits`, `1,204 tasks wait`. */
export function tasksWait(count: number): string {
  return count === 1 ? '1 task waits' : `${countText(count)} tasks wait`
}

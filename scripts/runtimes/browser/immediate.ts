// `setImmediate` for tests in browsers, where a test means: after what the platform has to do now. It stands
// in no global, because core takes it for the platform's own if it is there.

interface Port {
  onmessage: (event: { data: number }) => void
  postMessage(data: number): void
}

const waiting = new Map<number, () => void>()
const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', Port>
let last = 0

port1.onmessage = ({ data }) => {
  const run = waiting.get(data)
  waiting.delete(data)
  run?.()
}

export function setImmediate<A extends unknown[]>(run: (...args: A) => void, ...args: A): number {
  waiting.set(++last, () => run(...args))
  port2.postMessage(last)
  return last
}

export function clearImmediate(id: number): void {
  waiting.delete(id)
}

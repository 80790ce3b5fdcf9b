// A reader pauses its transport beyond twice its limit, and resumes it when the buffer is down to the limit

import { StreamReader } from '@acoro/streams'
import { attempt, bytes, trace } from '../../harness/trace.ts'

const transport = {
  pauseReading: () => trace('pause'),
  resumeReading: () => trace('resume'),
}

export function* main() {
  attempt('no limit', () => new StreamReader({ limit: 0 }))
  attempt('below', () => new StreamReader({ limit: -1 }))
  const reader = new StreamReader({ limit: 4 })
  reader.setTransport(transport)
  reader.feedData(bytes('12345678'))
  trace('fed twice the limit')
  reader.feedData(bytes('9'))
  trace(yield* reader.read(4))
  trace(yield* reader.read(1))
  trace(yield* reader.read(9))
  reader.feedData(bytes('123456789'))
  trace(yield* reader.readExactly(9))
}

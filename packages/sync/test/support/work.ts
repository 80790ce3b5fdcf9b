// Counts work instead of seconds, so that a busy machine changes nothing: how often the engine ran each block
// of code.

import { Session } from 'node:inspector'

interface Coverage {
  result: { url: string; functions: { ranges: { count: number }[] }[] }[]
}

// Started once and never stopped: code that was compiled while nothing was counted would not be counted
// later.
const session = new Session()
session.connect()
post('Profiler.enable')
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

function post<T>(method: string, params: object = {}): T {
  let answer: unknown
  session.post(method, params, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`)
    answer = result
  })
  return answer as T
}

/** Runs `body` and returns how many blocks of acoro's code were executed by it. */
export function countWork(body: () => void): number {
  // Taking the counts sets them to 0.
  post('Profiler.takePreciseCoverage')
  body()
  return post<Coverage>('Profiler.takePreciseCoverage')
    .result.filter(({ url }) => /packages\/\w+\/(src|dist)\//.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}

import { type Restored, restoreState, saveState } from '../src/crawl/saved-state.ts'
import type { Visit } from '../src/crawl/visit.ts'
import { VisitLog } from '../src/crawl/visit-log.ts'

/** The saved file as one text. */
export function saveText(start: string, visits: Iterable<Visit>): string {
  const log = new VisitLog()
  for (const visit of visits) log.append(visit)
  const pieces = [...saveState(start, log)].map((piece) =>
    typeof piece === 'string' ? piece : Buffer.from(piece).toString(),
  )
  return pieces.join('')
}

export function restoreText(text: string, start: string): Restored {
  return restoreState(text === '' ? [] : text.replace(/\n$/, '').split('\n'), start)
}

/** What a crawl knows that resumes with these saved visits. */
export function savedAndRestored(start: string, visits: Iterable<Visit>) {
  const restored = restoreText(saveText(start, visits), start)
  if ('refused' in restored) throw new Error(restored.refused)
  return restored.known
}

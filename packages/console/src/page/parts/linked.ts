/** Where a sentence names its tasks, so that the names can be links. */

import type { TaskRef } from '../../protocol/rows.ts'
import type { Sentence } from '../../protocol/state.ts'

/** A sentence cut where it names a task in quotes: `'settle' waits` is a link and ` waits`. */
export function linked({ text, tasks }: Pick<Sentence, 'text' | 'tasks'>): {
  pieces: (string | TaskRef)[]
  unnamed: TaskRef[]
} {
  const found: { at: number; task: TaskRef }[] = []
  const unnamed: TaskRef[] = []
  for (const task of tasks) {
    let at = text.indexOf(`'${task.name}'`)
    if (at < 0 || task.name === '') unnamed.push(task)
    for (; at >= 0 && task.name !== ''; at = text.indexOf(`'${task.name}'`, at + 1)) {
      // Two tasks of one name: the first place is the first one's, and so on.
      if (found.every((other) => other.at !== at)) {
        found.push({ at, task })
        if (tasks.filter((other) => other.name === task.name).length > 1) break
      }
    }
  }
  const pieces: (string | TaskRef)[] = []
  let from = 0
  for (const { at, task } of found.sort((a, b) => a.at - b.at)) {
    if (at < from) continue
    pieces.push(text.slice(from, at), task)
    from = at + task.name.length + 2
  }
  pieces.push(text.slice(from))
  return { pieces: pieces.filter((piece) => piece !== ''), unnamed }
}

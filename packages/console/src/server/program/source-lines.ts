/**
 * Lines of source around a place that is on the stack of a task now. A request names a task and a frame, so
 * no path ever comes from a request.
 */

import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cutText, escapedText } from '../../base/shown-text.ts'
import type { Source } from '../../protocol/asks.ts'
import type { Refused } from '../../protocol/refusal.ts'
import type { Place } from '../../protocol/rows.ts'

/** The most bytes of a file that is read. */
const MOST_BYTES: number = 8 * 1024 * 1024
/** How many lines are shown before and after. */
const AROUND = 10

export function sourceOf({ file, line }: Place): Source | Refused {
  if (file === null || line === null) return { refused: true, why: 'The line of this frame is unknown' }
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file
    if (!isAbsolute(path) || statSync(path).size > MOST_BYTES) throw new Error('not a source')
    const all = readFileSync(path, 'utf8').split('\n')
    const first = Math.max(1, line - AROUND)
    const lines = all
      .slice(first - 1, line + AROUND)
      .map((text) => escapedText(cutText(text.replaceAll('\t', '  '))))
    return { file, first, lines, line }
  } catch {
    return { refused: true, why: 'The file of this frame cannot be read' }
  }
}

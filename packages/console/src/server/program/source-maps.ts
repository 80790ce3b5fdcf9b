/**
 * Lines of bundled code as lines of its source, by the source map that the file names. If a loader compiled
 * the file, only the engine knows the map, and the caller passes its address.
 *
 * Done here, in the worker, and for shown lines only: Node's own switch makes every error of the program
 * slow. A map that is missing, broken or large leaves the line as it is.
 */

import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { cutText, escapedText } from '../../base/shown-text.ts'
import type { Place } from '../../protocol/rows.ts'

/** The most bytes of a file or a map that is read. */
const MOST_BYTES: number = 32 * 1024 * 1024
/** The most maps that are kept. */
const MOST_KEPT = 50

const maps = new Map<string, TraceMap | null>()

export function mappedPlace(place: Place, mapAddress: string | null = null): Place {
  const { file, line, column } = place
  if (file === null || line === null || !isAbsolute(file)) return place
  const map = mapAddress === null ? mapOf(file) : linkedMap(mapAddress, file)
  if (map === null) return place
  const found = originalPositionFor(map, { line, column: Math.max(0, (column ?? 1) - 1) })
  if (found.source === null || found.line === null) return place
  return {
    name: found.name === null ? place.name : escapedText(cutText(found.name)),
    file: escapedText(cutText(resolve(dirname(file), found.source))),
    line: found.line,
    column: found.column + 1,
  }
}

function mapOf(file: string): TraceMap | null {
  const known = maps.get(file)
  if (known !== undefined) return known
  if (maps.size >= MOST_KEPT) maps.clear()
  const map = readMap(file)
  maps.set(file, map)
  return map
}

function readMap(file: string): TraceMap | null {
  try {
    if (statSync(file).size > MOST_BYTES) return null
    const text = readFileSync(file, 'utf8')
    const at = text.lastIndexOf('//# sourceMappingURL=')
    if (at < 0) return null
    return linkedMap(text.slice(at + '//# sourceMappingURL='.length).trim(), file)
  } catch {
    return null
  }
}

/** The map at an address, which is relative to `file` or holds the map itself. */
function linkedMap(link: string, file: string): TraceMap | null {
  try {
    if (link.length > MOST_BYTES) return null
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(link)?.[1]
    if (inline !== undefined) return new TraceMap(Buffer.from(inline, 'base64').toString('utf8'))
    if (/^[a-z]+:/i.test(link)) return null
    const path = resolve(dirname(file), decodeURIComponent(link))
    return statSync(path).size > MOST_BYTES ? null : new TraceMap(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * The stack of the program's thread while it is blocked, by the inspector of V8.
 *
 * An enabled debugger makes every native await eight times slower, and a process that exits meanwhile waits
 * for it. So it is enabled for one pause, resumed at once and disabled. A native call does not pause: then
 * the stack comes when the call returns, or not at all if that takes too long. No port is opened.
 */

import type { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'
import { cutText, escapedText } from '../../base/shown-text.ts'
import type { Place } from '../../protocol/rows.ts'
import { mappedPlace } from '../program/source-maps.ts'

/** The most ms from the question to the pause. */
const LIMIT = 5000
/** The most frames of a stack. */
const MOST_FRAMES = 50

export interface Probed {
  /** Innermost first. */
  readonly stack: readonly Place[]
  /** The name of the task whose step it is; null if it is none, or not told. */
  readonly name: string | null
  /** Why there is no stack. */
  readonly why: string | null
  /** True if a debugger holds the thread, so that it is no block. */
  readonly isHeld: boolean
}

/** Why stacks of blocked threads are not to be had in this runtime; null if they are. */
export function whyNoStacks(versions: Readonly<Record<string, string | undefined>>): string | null {
  if (versions.bun !== undefined) return 'Bun has no inspector of another thread'
  if (versions.deno !== undefined) return 'Deno has no inspector of another thread'
  return null
}

interface Script {
  readonly url: string
  /** Empty if there is none. */
  readonly sourceMapURL?: string
}

interface CallFrame {
  readonly functionName: string
  readonly location: {
    readonly scriptId: string
    readonly lineNumber: number
    readonly columnNumber?: number
  }
}

/**
 * The name of the current task, as core keeps it. Nothing of the program may run for it. To V8 that is
 * anything that may have an effect, even `Symbol.for` and the getter `name`. So it looks for core's slot by
 * its shape, and reads the field.
 */
const NAME = `(() => {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    const slot = globalThis[key];
    if (!(slot?.protocol > 0)) continue;
    const name = slot.task?._name;
    return typeof name === 'object' ? name.name : name > 0 ? 'Task-' + name : name;
  }
})()`

/** Asks once. Never rejects. `ended` is aborted when the block ends: then nothing is paused any more. */
export async function probeStack(ended: AbortSignal): Promise<Probed> {
  const why = whyNoStacks(process.versions)
  if (why !== null) return nothing(why)
  let session: Session
  try {
    const inspector = await import('node:inspector')
    session = new inspector.Session()
    session.connectToMainThread()
  } catch {
    return nothing('this runtime gives no inspector of another thread')
  }
  return await new Promise((resolve) => {
    let asked = false
    let isOver = false
    let name: string | null = null
    const scripts = new Map<string, Script>()
    const finish = (result: Probed): void => {
      isOver = true
      clearTimeout(late)
      ended.removeEventListener('abort', tooLate)
      // What is not processed yet is forgotten with the session.
      session.disconnect()
      resolve(result)
    }
    const tooLate = (): void => finish(nothing('it ended before it could be asked'))
    const late = setTimeout(() => finish(nothing('a native call runs, which cannot be paused')), LIMIT)
    ended.addEventListener('abort', tooLate)
    // They are told for every script when it is enabled; the frames have no address of their own.
    session.on('Debugger.scriptParsed', ({ params }: { params: Script & { scriptId: string } }) => {
      scripts.set(params.scriptId, params)
    })
    session.on('Debugger.paused', ({ params }: { params: { callFrames: readonly CallFrame[] } }) => {
      // Told before it was disconnected, and handled after that: nothing can be posted any more.
      if (isOver) return
      if (!asked) {
        session.post('Debugger.disable')
        finish({ ...nothing('a debugger holds the program'), isHeld: true })
        return
      }
      const stack = framesOf(params.callFrames, scripts)
      const question = { expression: NAME, throwOnSideEffect: true, silent: true, returnByValue: true }
      session.post(
        'Runtime.evaluate',
        question,
        (error: Error | null, told?: { result?: { value?: unknown } }) => {
          const value = error === null ? told?.result?.value : undefined
          if (typeof value === 'string') name = escapedText(cutText(value))
        },
      )
      session.post('Debugger.resume')
      session.post('Debugger.disable', () => finish({ stack, name, why: null, isHeld: false }))
    })
    session.post('Debugger.enable', (error) => {
      if (isOver) return
      if (error !== null) {
        finish(nothing('the inspector refused'))
        return
      }
      // If a debugger holds the thread, that is told before this answer.
      asked = true
      session.post('Debugger.pause')
    })
  })
}

function nothing(why: string): Probed {
  return { stack: [], name: null, why, isHeld: false }
}

function framesOf(frames: readonly CallFrame[], scripts: ReadonlyMap<string, Script>): Place[] {
  return frames
    .map((frame) => ({ url: '', ...frame, ...scripts.get(frame.location.scriptId) }))
    .filter(({ url }) => url !== '' && !url.startsWith('node:'))
    .slice(0, MOST_FRAMES)
    .map(({ functionName, url, sourceMapURL, location }) => {
      const place = {
        name: escapedText(cutText(functionName === '' ? '(anonymous)' : functionName)),
        file: escapedText(url.startsWith('file:') ? pathOf(url) : cutText(url)),
        line: location.lineNumber + 1,
        column: (location.columnNumber ?? 0) + 1,
      }
      return mappedPlace(place, sourceMapURL || null)
    })
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return cutText(url)
  }
}

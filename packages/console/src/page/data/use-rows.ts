/**
 * The rows of a long list, asked for in parts: those in sight, and some around them. What was asked stays
 * until the question changes or `refresh` is called, so rows do not jump while somebody reads them.
 */

import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks'
import type { TasksAsk } from '../../protocol/asks.ts'
import type { TaskRow } from '../../protocol/rows.ts'
import { useApp } from './app.ts'

/** The rows of one part. */
const PART = 100

export interface Rows {
  /** The length of the whole list; null until the first part has come. */
  readonly total: number | null
  readonly at: (index: number) => TaskRow | null
  readonly error: string | null
  /** When the rows in sight were asked for, by `performance.now()`. */
  readonly askedAt: number
  readonly onSight: (first: number, last: number) => void
  /** Asks for the rows in sight again, and forgets the others. */
  readonly refresh: () => void
}

/** The parts of one question. */
interface Parts {
  readonly rows: Map<number, readonly TaskRow[]>
  readonly asked: Set<number>
  readonly abort: AbortController
  total: number | null
  error: string | null
  askedAt: number
}

function newParts(): Parts {
  const abort = new AbortController()
  return { rows: new Map(), asked: new Set(), abort, total: null, error: null, askedAt: 0 }
}

export function useRows(question: Omit<TasksAsk, 'from' | 'count'>): Rows {
  const { client } = useApp()
  const [, count] = useReducer((n: number) => n + 1, 0)
  const draw = useCallback(() => count(undefined as never), [])
  const text = JSON.stringify(question)
  const asked = useRef<Parts>(newParts())
  /** The parts of the last question are shown until the first one of the new question has come. */
  const shown = useRef<Parts>(asked.current)
  const sight = useRef<readonly [number, number]>([0, 0])

  const ask = useRef<() => void>(() => {})
  ask.current = () => {
    const mine = asked.current
    const [first, last] = sight.current
    for (let part = Math.floor(first / PART); part <= Math.floor(last / PART); part++) {
      if (mine.asked.has(part)) continue
      mine.asked.add(part)
      mine.askedAt = performance.now()
      client.ask('tasks', { ...question, from: part * PART, count: PART }, mine.abort.signal).then(
        (answer) => {
          mine.rows.set(part, answer.rows)
          mine.total = answer.total
          mine.error = null
          if (asked.current === mine) shown.current = mine
          draw()
        },
        (error) => {
          if (mine.abort.signal.aborted) return
          mine.asked.delete(part)
          mine.error = error instanceof Error ? error.message : String(error)
          if (shown.current.total === null) shown.current = mine
          draw()
        },
      )
    }
  }

  useEffect(() => {
    const mine = newParts()
    asked.current = mine
    ask.current()
    return () => mine.abort.abort()
  }, [client, text])

  const onSight = useCallback((first: number, last: number) => {
    sight.current = [first, last]
    ask.current()
  }, [])
  const refresh = useCallback(() => {
    const mine = asked.current
    const [first, last] = sight.current
    for (const part of mine.rows.keys()) {
      if (part < Math.floor(first / PART) || part > Math.floor(last / PART)) mine.rows.delete(part)
    }
    mine.asked.clear()
    ask.current()
  }, [])

  const { rows, total, askedAt } = shown.current
  const at = (index: number) => rows.get(Math.floor(index / PART))?.[index % PART] ?? null
  return { total, at, error: asked.current.error, askedAt, onSight, refresh }
}

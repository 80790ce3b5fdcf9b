/**
 * A question that is asked again and again while its view is shown. Not while the page is frozen or hidden: a
 * tab that nobody looks at costs the program nothing.
 */

import { useEffect, useState } from 'preact/hooks'
import type { Answer, Ask, AskName } from '../../protocol/asks.ts'
import { useApp } from './app.ts'

export interface Asked<N extends AskName> {
  /** The last answer to this very question; null if none has come yet. */
  readonly answer: Answer<N> | null
  /** Why the last try brought no answer; null if it did. */
  readonly error: string | null
}

/** Asks `name` now and every `every` ms. A null body asks nothing. */
export function useAsk<N extends AskName>(name: N, body: Ask<N> | null, every: number): Asked<N> {
  const { client, shown } = useApp()
  const frozen = shown.frozenAt !== null
  const question = body === null ? null : JSON.stringify([name, body])
  const [asked, keep] = useState<Asked<N> & { question: string | null }>(nothing(null))

  useEffect(() => {
    if (question === null || body === null) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      timer = setTimeout(ask, every)
    }
    const ask = async () => {
      if (document.hidden) return again()
      try {
        const answer = await client.ask(name, body, abort.signal)
        if (!abort.signal.aborted) keep({ answer, error: null, question })
      } catch (error) {
        if (abort.signal.aborted) return
        const message = error instanceof Error ? error.message : String(error)
        keep((last) => ({ ...(last.question === question ? last : nothing<N>(question)), error: message }))
      }
      again()
    }
    // A frozen page asks what it has not seen yet, and then no more.
    if (!frozen) void ask()
    else if (asked.question !== question) {
      client.ask(name, body, abort.signal).then(
        (answer) => keep({ answer, error: null, question }),
        (error) => keep({ ...nothing<N>(question), error: String(error?.message) }),
      )
    }
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [client, question, every, frozen])

  return asked.question === question ? asked : nothing(question)
}

function nothing<N extends AskName>(question: string | null): Asked<N> & { question: string | null } {
  return { answer: null, error: null, question }
}

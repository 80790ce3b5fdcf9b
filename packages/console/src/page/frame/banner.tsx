/** Says that the picture is old, and why. Nobody should act on an old picture without knowing it. */

import type { ComponentChildren, VNode } from 'preact'
import { age } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { useApp, useTick } from '../data/app.ts'

/** Pictures come every second. One that is older than this is old, in ms. */
const OLD = 4000
/** A look at all tasks of a large program is made less often, so that it costs little. */
const OLD_SURVEY = 15_000

export function Banner(): VNode | null {
  const { shown } = useApp()
  useTick(500)
  const { state, cameAt, connection, frozenAt } = shown
  const since = performance.now() - cameAt
  if (connection.kind === 'refused') return <Alarm>{visible(connection.why)}</Alarm>
  if (frozenAt !== null) {
    const text = state === null ? 'There is no picture yet.' : `This is the picture of ${age(since)} ago.`
    return (
      <p class="banner note" role="status">
        The page is frozen; the program goes on. {text} Press f to go on.
      </p>
    )
  }
  if (connection.kind === 'lost') {
    const old = state === null ? '' : ` This is the picture of ${age(since)} ago.`
    return (
      <Alarm>
        No connection: {visible(connection.why)}.{old} The page tries again.
      </Alarm>
    )
  }
  if (state !== null && since > OLD) return <Alarm>No news: this is the picture of {age(since)} ago.</Alarm>
  // The server answers while the program cannot: what it knows of tasks is from before.
  const old = state?.pictureAt == null ? 0 : state.at - state.pictureAt
  if (old > (state?.blocked ? OLD : OLD_SURVEY)) {
    return (
      <p class="banner warning" role="status">
        Tasks and waits are as of {age(old)} ago{state?.blocked ? ', because the thread is blocked' : ''}.
      </p>
    )
  }
  return null
}

function Alarm({ children }: { children: ComponentChildren }): VNode {
  return (
    <p class="banner alarm" role="alert">
      {children}
    </p>
  )
}

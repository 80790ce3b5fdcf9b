/** The step that comes next, with why it is this one, and the one that just happened. */

import type { VNode } from 'preact'
import type { OrderFile, OrderStep } from '../../protocol/order.ts'
import { counted } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { Badge } from '../parts/badge.tsx'

export function NextStep({ order, step }: { order: OrderFile; step: OrderStep }): VNode {
  const { what, place, why, ready, moreReady, choice } = step
  return (
    <section class="card" aria-label="The next step">
      <h3>Next: {visible(what)}</h3>
      {place === null ? null : (
        <p>
          at <code>{visible(place)}</code>
        </p>
      )}
      <p>Why this one: {visible(why)}.</p>
      {choice === null ? null : (
        <>
          <p>
            The order chose among {counted(choice.candidates.length, `${choice.kind}`, `${choice.kind}s`)}:
          </p>
          <ol class="candidates">
            {choice.candidates.map((each, at) => (
              <li key={at}>
                {visible(each)} {at === choice.picked ? <Badge kind="note" word="this one" /> : null}
                {at === 0 && choice.picked !== 0 ? (
                  <Badge kind="plain" word="what happens by itself" />
                ) : null}
              </li>
            ))}
          </ol>
        </>
      )}
      <p>
        Ready: {ready.length === 0 ? 'nothing' : ready.map((task) => nameOf(order, task)).join(', ')}
        {moreReady > 0 ? ` and ${counted(moreReady, 'more', 'more')}` : ''}.
      </p>
    </section>
  )
}

export function LastStep({ step }: { step: OrderStep }): VNode {
  const { what, after, place } = step
  return (
    <section class="card" aria-label="The last step">
      <h3>Just now: {visible(what)}</h3>
      <p>
        {after === null ? '' : visible(after)} {place === null ? '' : <code>{visible(place)}</code>}
      </p>
    </section>
  )
}

export function nameOf({ tasks }: OrderFile, task: number): string {
  return visible(tasks[task]?.name ?? 'an unknown task')
}

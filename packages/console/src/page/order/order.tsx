/**
 * Which switch breaks it? A failing order, or a recorded run of a virtual loop, step by step, forward and
 * back.
 */

import type { VNode } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { isUnusual, OrderPlayer } from '../../order/order-player.ts'
import type { OrderFile, OrderStep } from '../../protocol/order.ts'
import { number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { Badge } from '../parts/badge.tsx'
import { Pending } from '../parts/empty.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'
import { useRowHeight } from '../views/task-line.tsx'
import { OrderPrimitives, OrderTasks } from './order-state.tsx'
import { LastStep, NextStep } from './order-steps.tsx'

/** Asks for the order of the file once: it does not change. */
export function OpenedOrder(): VNode {
  const { client } = useApp()
  const [order, setOrder] = useState<OrderFile | null>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    client.ask('order', {}).then(setOrder, (cause) => setError(String(cause?.message ?? cause)))
  }, [client])
  return order === null ? <Pending error={error} what="order" /> : <OrderView order={order} />
}

export function OrderView({ order }: { order: OrderFile }): VNode {
  const { address, set } = useApp()
  const player = useMemo(() => new OrderPlayer(order), [order])
  const before = useMemo(() => new OrderPlayer(order), [order])
  const step = /^\d{1,9}$/.exec(address.params.get('step') ?? '')?.[0] ?? '0'
  const state = player.goTo(Number(step))
  const earlier = before.goTo(state.index - 1)
  const { index } = state
  const go = (to: number) => set({ step: String(to) })
  return (
    <>
      <Heading order={order} atEnd={state.next === null} />
      <div class="tools">
        <Move keyName="Home" text="Beginning" to={() => go(0)} off={index === 0} />
        <Move keyName="ArrowLeft" text="Back (←)" to={() => go(index - 1)} off={index === 0} />
        <Move keyName="ArrowRight" text="Step (→)" to={() => go(index + 1)} off={state.next === null} />
        <Move
          keyName="["
          text="Choice before ([)"
          to={() => go(player.previousChoice().index)}
          off={index === 0}
        />
        <Move
          keyName="]"
          text="Next choice (])"
          to={() => go(player.nextChoice().index)}
          off={state.next === null}
        />
        <Move keyName="End" text="End" to={() => go(player.length)} off={state.next === null} />
      </div>
      <p class="status" role="status">
        {state.next === null
          ? `The end, after all ${number(player.length)} steps.`
          : `Before step ${number(index + 1)} of ${number(player.length)}, at ${timeText(state.next.at)}.`}
      </p>
      <div class="player">
        <Steps order={order} index={index} go={go} />
        <div class="player-state">
          {state.next === null ? null : <NextStep order={order} step={state.next} />}
          {state.last === null ? null : <LastStep step={state.last} />}
          <OrderTasks order={order} state={state} />
          <OrderPrimitives order={order} state={state} before={earlier} />
        </div>
      </div>
    </>
  )
}

function Heading({ order, atEnd }: { order: OrderFile; atEnd: boolean }): VNode {
  const { program, error, failedAt, note, replay, more } = order
  return (
    <section class="order-heading">
      <h1>{visible(program)}</h1>
      {error === null ? (
        <p class="quiet">It did not fail.</p>
      ) : (
        <div class={atEnd ? 'card alarm' : ''}>
          <p>
            <Badge kind="alarm" word="fails" /> {failedAt === null ? '' : <code>{visible(failedAt)}</code>}
          </p>
          <pre class="failure">{error.split('\n').map(visible).join('\n')}</pre>
        </div>
      )}
      {note === '' ? null : <p>{visible(note)}</p>}
      {replay === null ? null : (
        <p>
          The same again: <code>{visible(replay)}</code>
        </p>
      )}
      {more === 0 ? null : (
        <p>
          <Badge kind="warning" word="cut" /> {number(more)} steps more were not recorded.
        </p>
      )}
    </section>
  )
}

function Move(props: { keyName: string; text: string; to: () => void; off: boolean }): VNode {
  const { keyName, text, to, off } = props
  return (
    <button type="button" data-key={keyName} disabled={off} onClick={to}>
      {text}
    </button>
  )
}

/** All steps, a line each. The one that comes next is chosen. */
function Steps({ order, index, go }: { order: OrderFile; index: number; go: (to: number) => void }): VNode {
  const { steps } = order
  const rowHeight = useRowHeight()
  return (
    <VirtualList
      label="Steps"
      total={steps.length}
      rowHeight={rowHeight}
      startOf=""
      at={Math.min(index, Math.max(0, steps.length - 1))}
      onSight={nothing}
      onOpen={go}
      row={(at) => {
        const step = steps[at]
        if (step === undefined) return null
        return { level: 0, open: null, content: <StepLine step={step} at={at} done={at < index} go={go} /> }
      }}
    />
  )
}

function nothing(): void {}

function StepLine(props: { step: OrderStep; at: number; done: boolean; go: (to: number) => void }): VNode {
  const { step, at, done, go } = props
  const { what, after, place } = step
  return (
    <div class={done ? 'step-line done' : 'step-line'}>
      {/* The list has the focus, and Enter goes to the step chosen in it. */}
      <button type="button" class="plain number" tabIndex={-1} onClick={() => go(at)}>
        {at + 1}
      </button>
      <span class="number quiet">{timeText(step.at)}</span>
      <span class="what">
        {isUnusual(step) ? <Badge kind="warning" word="choice" /> : null} {visible(what)}
        {after === null ? '' : <span class="quiet"> {visible(after)}</span>}
      </span>
      <span class="where quiet">{place === null ? '' : visible(place)}</span>
    </div>
  )
}

/** Virtual time, in ms as the program says it. */
function timeText(at: number): string {
  return `${Number(at.toFixed(3))} ms`
}

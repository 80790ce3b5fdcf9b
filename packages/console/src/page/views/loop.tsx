/** Since when? The last minutes of the loop. */

import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Curves } from '../../protocol/curves.ts'
import type { State } from '../../protocol/state.ts'
import { age } from '../base/age.ts'
import { number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { Chart } from '../parts/chart.tsx'
import { Choice } from '../parts/choice.tsx'
import { Empty, Pending } from '../parts/empty.tsx'
import { Table } from '../parts/table.tsx'

const SECONDS = ['60', '300', '900'] as const

/** What each curve is called, and how its values are written. */
const CURVES: readonly (readonly [key: Exclude<keyof Curves, 'at'>, title: string, format: Format])[] = [
  ['lag', 'Lag: how late the loop answers', age],
  ['utilization', 'Share of the time in which the thread is busy', percent],
  ['stepsPerSecond', 'Steps a second', number],
  ['tasks', 'Tasks', number],
  ['heap', 'Heap in use', bytes],
]

type Format = (value: number | null) => string

export function Loop({ state }: { state: State }): VNode {
  const { address, set } = useApp()
  const seconds = SECONDS.find((known) => known === address.params.get('seconds')) ?? '300'
  const { answer, error } = useAsk('curves', { seconds: Number(seconds) }, 1000)
  return (
    <>
      <div class="tools">
        <Choice
          label="the last"
          value={seconds}
          options={SECONDS.map((value) => [value, `${Number(value) / 60} min`])}
          onChange={(value) => set({ seconds: value })}
        />
      </div>
      {answer === null ? (
        <Pending error={error} what="the curves of the loop" />
      ) : answer.at.length === 0 ? (
        <Empty>No curve yet: the first point comes within a few seconds of the console being attached.</Empty>
      ) : (
        <CurvesOf curves={answer} />
      )}
      <h3>Loops</h3>
      {state.loops.length === 0 ? (
        <Empty>No event loop of acoro runs in this process: none was started, or all are closed.</Empty>
      ) : (
        <Table
          label="Loops"
          rows={state.loops}
          keyOf={(loop) => String(loop.id)}
          columns={[
            { title: 'loop', kind: 'wide', cell: (loop) => <span class="name">{visible(loop.name)}</span> },
            { title: 'tasks', kind: 'number', cell: (loop) => number(loop.tasks) },
            { title: 'steps since attached', kind: 'number', cell: (loop) => number(loop.steps) },
            { title: 'lag', kind: 'number', cell: (loop) => age(loop.lag) },
            { title: 'clock', cell: (loop) => (loop.virtual ? 'virtual, of a test' : 'real') },
          ]}
        />
      )}
    </>
  )
}

function CurvesOf({ curves }: { curves: Curves }): VNode {
  const times = useMemo(() => {
    const last = curves.at.at(-1) ?? 0
    return curves.at.map((at) => (at - last) / 1000)
  }, [curves])
  return (
    <div class="charts">
      {CURVES.map(([key, title, format]) => (
        <Chart key={key} title={title} times={times} values={curves[key]} format={format} />
      ))}
    </div>
  )
}

function percent(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value * 100)} %`
}

function bytes(value: number | null): string {
  if (value === null) return 'unknown'
  return value >= 1e9 ? `${(value / 1e9).toFixed(1)} GB` : `${Math.round(value / 1e6)} MB`
}

/**
 * A window of a recording: a lane for each of the busiest tasks, and the one task that is selected in words.
 */

import type { VNode } from 'preact'
import type { Mark, Timeline } from '../../protocol/timeline.ts'
import { pinned, selectedTask, togglePin } from '../base/address.ts'
import { age } from '../base/age.ts'
import { counted } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { Arrows } from '../parts/arrows.tsx'
import { Empty } from '../parts/empty.tsx'
import { LaneBar } from '../parts/lane-bar.tsx'
import { TaskLink } from '../parts/task-link.tsx'
import { LaneWords } from './lane-words.tsx'

/** The shortest window, in ms. */
const SHORTEST = 0.01

export function TimelineView({ timeline }: { timeline: Timeline }): VNode {
  const { address, go, set } = useApp()
  const pins = pinned(address)
  const { first, last, from, to, lanes, total, events, problems } = timeline
  const selected = lanes.find(({ task }) => task === selectedTask(address))
  const show = (start: number, length: number): void => {
    const long = Math.min(Math.max(length, SHORTEST), last - first)
    const begin = Math.min(Math.max(start, first), last - long)
    set({ from: begin.toFixed(4), to: (begin + long).toFixed(4) })
  }
  const width = to - from
  return (
    <>
      <div class="tools">
        <label class="field">
          find
          <input
            type="search"
            data-key="/"
            value={address.params.get('search') ?? ''}
            onInput={(event) => set({ search: event.currentTarget.value })}
          />
        </label>
        <button type="button" data-key="+" onClick={() => show(from + width / 4, width / 2)}>
          Closer (+)
        </button>
        <button type="button" data-key="-" onClick={() => show(from - width / 2, width * 2)}>
          Wider (-)
        </button>
        <button type="button" data-key="[" onClick={() => show(from - width / 2, width)}>
          Earlier ([)
        </button>
        <button type="button" data-key="]" onClick={() => show(from + width / 2, width)}>
          Later (])
        </button>
        <button type="button" data-key="0" onClick={() => set({ from: null, to: null })}>
          All (0)
        </button>
        {pins.length === 0 ? null : (
          <button
            type="button"
            data-key="o"
            aria-pressed={address.params.has('only')}
            onClick={() => set({ only: address.params.has('only') ? null : '1' })}
          >
            Only pinned tasks (o)
          </button>
        )}
      </div>
      <p class="quiet status">
        {age(width)} of {age(last - first)}, from {age(from - first)} on; {counted(events, 'event')};{' '}
        {lanes.length < total ? `the busiest ${lanes.length} of ` : ''}
        {counted(total, 'task')}.
      </p>
      {problems.map((problem) => (
        <p key={problem} class="status">
          <span class="badge warning">warning</span> {visible(problem)}
        </p>
      ))}
      <Marks kind="lost" level="warning" marks={timeline.lost} first={first} />
      <Marks kind="blocked" level="alarm" marks={timeline.blocked} first={first} />
      <Marks kind="noted" level="note" marks={timeline.notes} first={first} />
      {lanes.length === 0 ? (
        <Empty>No task took a step in this window.</Empty>
      ) : (
        <ol class="lanes" aria-label="Tasks in this window">
          {selected === undefined ? null : (
            <Arrows lanes={lanes} to={lanes.indexOf(selected)} window={{ from, to }} />
          )}
          {lanes.map((lane) => (
            <li key={lane.task} class="lane">
              <span class="lane-name">
                <button
                  type="button"
                  class="plain"
                  aria-pressed={pins.includes(lane.task)}
                  onClick={() => go(togglePin(address, lane.task))}
                >
                  {pins.includes(lane.task) ? 'Unpin' : 'Pin'}
                </button>{' '}
                <TaskLink task={{ id: lane.task, name: lane.name }} />{' '}
                <span class="quiet">
                  {counted(lane.steps, 'step')}, busy {age(lane.busy)}, waited {age(lane.waited)}
                </span>
              </span>
              <LaneBar lane={lane} from={from} to={to} />
            </li>
          ))}
        </ol>
      )}
      {selected === undefined ? null : <LaneWords lane={selected} first={first} />}
    </>
  )
}

function Marks(props: {
  readonly kind: string
  readonly level: string
  readonly marks: readonly Mark[]
  readonly first: number
}): VNode | null {
  const { kind, level, marks, first } = props
  if (marks.length === 0) return null
  return (
    <ul class="marks">
      {marks.slice(0, 10).map((mark) => (
        <li key={mark.from}>
          <span class={`badge ${level}`}>{kind}</span> at {age(mark.from - first)}
          {mark.to > mark.from ? ` for ${age(mark.to - mark.from)}` : ''}: {visible(mark.text)}
        </li>
      ))}
      {marks.length > 10 ? <li>and {counted(marks.length - 10, 'more', 'more')}</li> : null}
    </ul>
  )
}

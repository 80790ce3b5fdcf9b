/** Why is it slow, though it moves? Records for some seconds, and shows what tasks did as lanes of time. */

import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { RecordingFormat } from '../../protocol/timeline.ts'
import { pinned } from '../base/address.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { Choice } from '../parts/choice.tsx'
import { Empty, Pending } from '../parts/empty.tsx'
import { saveFile } from '../parts/save-file.ts'
import { TimelineView } from './timeline.tsx'

const SECONDS = ['1', '5', '10', '30'] as const
/** The number of the recording that always runs, and of the one in a file. */
const RUNNING = '0'
/** The longest time of a timer, in ms. */
const NEVER: number = 2 ** 31 - 1

export function Record(): VNode {
  const { address, client, say, set } = useApp()
  const seconds = SECONDS.find((known) => known === address.params.get('seconds')) ?? '5'
  const shown = /^\d{1,9}$/.exec(address.params.get('rec') ?? '')?.[0] ?? null
  const number = address.params.get('rec') === undefined || shown === null ? null : Number(shown)
  const [asked, setAsked] = useState(false)
  const failed = (error: unknown): void =>
    say(`Sorry: ${error instanceof Error ? error.message : String(error)}.`)
  const record = async (): Promise<void> => {
    if (asked) return
    setAsked(true)
    try {
      const told = await client.ask('record', { seconds: Number(seconds) })
      if ('refused' in told) say(told.why)
      else set({ rec: String(told.recording), from: null, to: null })
    } catch (error) {
      failed(error)
    } finally {
      setAsked(false)
    }
  }
  const download = async (format: RecordingFormat): Promise<void> => {
    try {
      const name = format === 'acoro' ? `recording-${number}.acoro` : `recording-${number}.json`
      saveFile(name, await client.file('recording', { recording: number as number, format }))
    } catch (error) {
      failed(error)
    }
  }
  return (
    <>
      <div class="tools">
        <button type="button" data-key="r" disabled={asked} onClick={record}>
          Record (r)
        </button>
        <Choice
          label="for"
          value={seconds}
          options={SECONDS.map((value) => [value, `${value} s`])}
          onChange={(value) => set({ seconds: value })}
        />
        <button type="button" onClick={() => set({ rec: RUNNING, from: null, to: null })}>
          Show what is kept
        </button>
        {number === null ? null : (
          <>
            <button type="button" onClick={() => download('acoro')}>
              Save recording
            </button>
            <button type="button" onClick={() => download('chrome')}>
              Save for Chrome and Perfetto
            </button>
          </>
        )}
      </div>
      {number === null ? (
        <Empty>
          No recording is shown. Record some seconds; or, if the program was started with
          ACORO_CONSOLE=record, show what is kept. While it records, each step of the program takes about 0.1
          µs longer.
        </Empty>
      ) : (
        <Shown number={number} every={1000} />
      )}
    </>
  )
}

/** The recording of a file, which stays as it is. */
export function OpenedRecording(): VNode {
  const { client, say } = useApp()
  const download = async (): Promise<void> => {
    try {
      saveFile('recording.json', await client.file('recording', { recording: 0, format: 'chrome' }))
    } catch (error) {
      say(`Sorry: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
  return (
    <>
      <div class="tools">
        <button type="button" onClick={download}>
          Save for Chrome and Perfetto
        </button>
      </div>
      <Shown number={0} every={NEVER} />
    </>
  )
}

function Shown({ number, every }: { number: number; every: number }): VNode {
  const { address } = useApp()
  const time = (name: string): { [name: string]: number } => {
    const value = Number(address.params.get(name) ?? Number.NaN)
    return Number.isFinite(value) ? { [name]: value } : {}
  }
  const ask = {
    recording: number,
    search: address.params.get('search') ?? '',
    lanes: 30,
    ...(address.params.has('only') ? { only: pinned(address) } : {}),
    ...time('from'),
    ...time('to'),
  }
  const { answer, error } = useAsk('timeline', ask, every)
  if (answer === null) return <Pending error={error} what="the recording" />
  if ('refused' in answer) return <Empty>{answer.why}</Empty>
  return <TimelineView timeline={answer} />
}

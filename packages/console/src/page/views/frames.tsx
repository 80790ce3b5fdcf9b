/**
 * The stack of a task. A frame opens to its source lines and locals, as far as the program allows to see
 * them.
 */

import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Source } from '../../protocol/asks.ts'
import type { TaskDetail } from '../../protocol/task-detail.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { PlaceText } from '../parts/place.tsx'
import { Values } from './values.tsx'

export function Frames({ detail }: { detail: TaskDetail }): VNode {
  if (detail.stack.length === 0) {
    return <p class="quiet">No line is known: it has not begun, or its code keeps no lines.</p>
  }
  return (
    <ol class="stack">
      {detail.stack.map((place, at) => (
        <li key={at}>
          <Frame detail={detail} at={at}>
            <PlaceText place={place} />
          </Frame>
        </li>
      ))}
    </ol>
  )
}

function Frame({ detail, at, children }: { detail: TaskDetail; at: number; children: VNode }): VNode {
  const { client } = useApp()
  const [source, setSource] = useState<Source | string | null>(null)
  const open = async (event: Event) => {
    if (!(event.currentTarget as HTMLDetailsElement).open) return
    try {
      const answer = await client.ask('source', { id: detail.task.id, frame: at })
      if ('gone' in answer) setSource('The task has ended.')
      else setSource('refused' in answer ? answer.why : answer)
    } catch (error) {
      setSource(error instanceof Error ? error.message : String(error))
    }
  }
  const { locals } = detail
  return (
    <details onToggle={open}>
      <summary>{children}</summary>
      {source === null ? (
        <p class="quiet">Asking for the lines …</p>
      ) : typeof source === 'string' ? (
        <p class="quiet">{visible(source)}</p>
      ) : (
        <SourceLines source={source} />
      )}
      <Values values={'refused' in locals ? locals : (locals[at] ?? [])} none="No locals." />
    </details>
  )
}

function SourceLines({ source }: { source: Source }): VNode {
  return (
    <pre class="source">
      {source.lines.map((line, at) => {
        const number = source.first + at
        const here = number === source.line
        return (
          <div key={number} class={here ? 'here' : undefined}>
            <span class="quiet">
              {here ? '→' : ' '} {String(number).padStart(4)}{' '}
            </span>
            {line.split('\t').map(visible).join('  ')}
          </div>
        )
      })}
    </pre>
  )
}

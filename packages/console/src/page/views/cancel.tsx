/** Cancels a task, behind a question that says how many it takes along. */

import type { VNode } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { TaskRef } from '../../protocol/rows.ts'
import { counted } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'

export function CancelButton({ task }: { task: TaskRef }): VNode {
  const [asking, ask] = useState(false)
  return (
    <p class="actions">
      <button type="button" class="danger" onClick={() => ask(true)}>
        Cancel this task …
      </button>
      {asking ? <Question task={task} onClose={() => ask(false)} /> : null}
    </p>
  )
}

/** What a cancel would do, as far as it is known. */
type Effect = { readonly tasks: number } | { readonly why: string } | null

function Question({ task, onClose }: { task: TaskRef; onClose: () => void }): VNode {
  const { client, say } = useApp()
  const dialog = useRef<HTMLDialogElement>(null)
  const leave = useRef<HTMLButtonElement>(null)
  const message = useRef<HTMLInputElement>(null)
  const [effect, setEffect] = useState<Effect>(null)
  const [sent, setSent] = useState(false)
  const id = useId()
  const name = task.name === '' ? `task ${task.id}` : `'${visible(task.name)}'`

  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    // So that Enter does no harm.
    leave.current?.focus()
    client.ask('wouldCancel', { id: task.id }).then(
      (answer) => setEffect('gone' in answer ? { why: 'It has ended already.' } : answer),
      (error) => setEffect({ why: `It is not known what this would cancel: ${error.message}.` }),
    )
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [client, task.id])

  const cancel = async () => {
    setSent(true)
    try {
      const text = message.current?.value ?? ''
      const answer = await client.ask('cancel', { id: task.id, message: text })
      if ('gone' in answer) say('Nothing was cancelled: it had ended.')
      else if ('refused' in answer) say(`Nothing was cancelled: ${answer.why}.`)
      else say(`Cancelled ${counted(answer.cancelled, 'task')}.`)
    } catch (error) {
      say(`It is not known whether it was cancelled: ${error instanceof Error ? error.message : error}.`)
    }
    onClose()
  }

  const many = effect !== null && 'tasks' in effect ? effect.tasks : null
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>Cancel {name}?</h2>
      <p>
        {effect === null
          ? 'Asking what it would take along …'
          : 'why' in effect
            ? visible(effect.why)
            : effect.tasks === 1
              ? 'This cancels this task and no other.'
              : `This cancels ${counted(effect.tasks, 'task')}: this one and ${counted(effect.tasks - 1, 'other')} with it.`}
      </p>
      <label class="field">
        Message for the program
        <input ref={message} defaultValue="cancelled from the console" maxLength={200} />
      </label>
      <form method="dialog" class="actions">
        <button ref={leave} type="submit">
          Leave it running
        </button>
        <button type="button" class="danger" disabled={many === null || sent} onClick={cancel}>
          {many === null ? 'Cancel it' : `Cancel ${counted(many, 'task')}`}
        </button>
      </form>
    </dialog>
  )
}

/** The top line: which program this is, how old the picture is, and the switches of the page. */

import type { VNode } from 'preact'
import type { TextView } from '../../protocol/asks.ts'
import type { State } from '../../protocol/state.ts'
import type { ViewName } from '../base/address.ts'
import { shortPath } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Keys } from './keys.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The text that stands for each view. What «top» and the curves show changes too fast to be copied. */
const TEXTS: Record<ViewName, TextView> = {
  blocked: 'blocked',
  waits: 'waits',
  primitives: 'primitives',
  outside: 'externals',
  tasks: 'pstree',
  top: 'verdict',
  loop: 'verdict',
  record: 'verdict',
}

export function Header({ state, view }: { state: State | null; view: ViewName }): VNode {
  const { live, shown } = useApp()
  const frozen = shown.frozenAt !== null
  return (
    <header>
      <span class="brand">acoro console</span>
      <span class="program">{state === null ? '' : <ProgramText state={state} />}</span>
      <span class="switches">
        <CopyButton view={TEXTS[view]} />
        <button type="button" data-key="f" aria-pressed={frozen} onClick={() => live.toggleFrozen()}>
          {frozen ? 'Go on' : 'Freeze'}
        </button>
        <ThemeSwitch />
        <Keys />
      </span>
    </header>
  )
}

function ProgramText({ state: { program, wallTime } }: { state: State }): VNode {
  return (
    <>
      <strong title={visible(program.title)}>{visible(shortPath(program.title))}</strong>{' '}
      <span class="quiet">
        process {program.pid}, {visible(program.runtime)}, acoro {visible(program.version)}, as of{' '}
        <time>{new Date(wallTime).toLocaleTimeString('en-GB')}</time>
      </span>
    </>
  )
}

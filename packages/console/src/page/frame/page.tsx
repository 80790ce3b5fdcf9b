/** The page as a whole: what is on top of every view, the view, and the task selected. */

import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { State } from '../../protocol/state.ts'
import { selectedTask, type ViewName } from '../base/address.ts'
import { listenForKeys } from '../base/keys.ts'
import { visible } from '../base/visible.ts'
import { AppContext, useAddress, useShown } from '../data/app.ts'
import type { Client } from '../data/client.ts'
import { isUnknown, type Live } from '../data/live.ts'
import { useSaid } from '../data/use-said.ts'
import { Empty } from '../parts/empty.tsx'
import { VerdictText } from '../parts/verdict.tsx'
import { Record } from '../record/record.tsx'
import { Blocked } from '../views/blocked.tsx'
import { Loop } from '../views/loop.tsx'
import { Outside } from '../views/outside.tsx'
import { Primitives } from '../views/primitives.tsx'
import { Task } from '../views/task.tsx'
import { Tasks } from '../views/tasks.tsx'
import { Top } from '../views/top.tsx'
import { Waits } from '../views/waits.tsx'
import { Banner } from './banner.tsx'
import { Header } from './header.tsx'
import { Nav } from './nav.tsx'
import { Pins } from './pins.tsx'

export function Page({ client, live }: { client: Client; live: Live }): VNode {
  const { address, go, set } = useAddress()
  const shown = useShown(live)
  const [said, say] = useSaid()
  useEffect(listenForKeys, [])
  const { state } = shown
  const task = selectedTask(address)
  const view = address.view ?? (state?.blocked ? 'blocked' : 'waits')
  useEffect(() => {
    document.title =
      state === null ? 'acoro console' : `${state.verdict.status} – ${visible(state.program.title)}`
  }, [state])
  return (
    <AppContext.Provider value={{ client, live, address, shown, go, set, say }}>
      <Header state={state} view={view} />
      <Banner />
      {state === null ? (
        <NoPicture refused={shown.connection.kind === 'refused'} />
      ) : (
        <div class={task === null ? 'page' : 'page with-task'}>
          <VerdictText state={state} />
          <Pins />
          <Nav state={state} view={view} />
          <main>
            <View view={view} state={state} />
            <Missing missing={state.missing} />
          </main>
          {task === null ? null : <Task key={task} id={task} />}
        </div>
      )}
      <p class="said" role="status">
        {visible(said)}
      </p>
    </AppContext.Provider>
  )
}

function View({ view, state }: { view: ViewName; state: State }): VNode {
  switch (view) {
    case 'blocked':
      return <Blocked state={state} />
    case 'top':
      return <Top />
    case 'loop':
      return <Loop state={state} />
    case 'record':
      return <Record />
    default:
      return isUnknown(state) ? <Unknown state={state} /> : <Tells view={view} state={state} />
  }
}

/** The views of what the program itself tells. */
function Tells({ view, state }: { view: ViewName; state: State }): VNode {
  switch (view) {
    case 'primitives':
      return <Primitives state={state} />
    case 'outside':
      return <Outside state={state} />
    case 'tasks':
      return <Tasks state={state} />
    default:
      return <Waits state={state} />
  }
}

function Unknown({ state }: { state: State }): VNode {
  return (
    <Empty>
      Unknown: the program has not told about its tasks yet
      {state.blocked === null ? '; it should within a second.' : ', because its thread is blocked.'}
    </Empty>
  )
}

function NoPicture({ refused }: { refused: boolean }): VNode {
  return (
    <main>
      <p class="empty">
        {refused
          ? 'Nothing is shown: the program does not talk to this page.'
          : 'Waiting for the first picture …'}
      </p>
    </main>
  )
}

function Missing({ missing }: { missing: readonly string[] }): VNode | null {
  if (missing.length === 0) return null
  return (
    <section class="missing">
      <h3>Not here</h3>
      <ul>
        {missing.map((text) => (
          <li key={text}>{visible(text)}</li>
        ))}
      </ul>
    </section>
  )
}

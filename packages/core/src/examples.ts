/**
 * One living example of each class of core that comes and goes while a program runs: see `current/living.ts`.
 */

import { CancelledError } from './base/errors.ts'
import { coroutine } from './coroutine/define.ts'
import { Ready } from './coroutine/ready.ts'
import { Context } from './current/context.ts'
import { DefaultHost, type Host } from './current/host.ts'
import { addExamples } from './current/living.ts'
import { state } from './current/state.ts'
import { DoneCallback } from './future/done-callback.ts'
import type { Suspension } from './future/future.ts'
import { EventLoop } from './loop/loop.ts'
import { Arrival } from './parking/arrival.ts'
import { Wait } from './parking/arrival-wait.ts'
import { ChildWaiter, JointFuture } from './parking/joint.ts'
import { WaitQueue } from './parking/wait-queue.ts'
import { callInLoop } from './scheduler/drive.ts'
import { Handle, TimerHandle } from './scheduler/handle.ts'
import { gather } from './waiting/gather.ts'
import { sleep } from './waiting/sleep.ts'
import { TaskGroup } from './waiting/task-group.ts'
import { Timeout } from './waiting/timeout.ts'

/** Never calls the loop, so nothing of all this runs. */
const stillHost: Host = {
  now: () => 0.5,
  enter() {},
  breathe() {},
  arm() {},
  disarm() {},
}

function nothing(): void {}

const wait = coroutine(function* example(): Generator<Suspension, void, unknown> {})

function examples(loop: EventLoop): object[] {
  const coro = wait()
  const [first, second] = [loop.createFuture(), loop.createFuture()]
  const slept = sleep(0.5)
  const timer = slept[Symbol.iterator]()
  const queue = new WaitQueue()
  const group = new TaskGroup()

  const arrival = new Arrival({ what: '', isTransient: () => false })
  return [
    new DefaultHost(),
    loop,
    coro,
    // With a name, so that it does not take a number.
    loop.createTask(wait(), { name: 'example' }),
    first,
    second,
    gather(first, second),
    sleep(0),
    slept,
    timer,
    new Handle(loop, nothing, []),
    new TimerHandle(loop, 0.5, nothing, []),
    new Timeout(0.5),
    group,
    new JointFuture(loop, '', []),
    new ChildWaiter(group, first),
    arrival,
    new Wait(wait, arrival as never),
    new Ready(undefined),
    new Error(''),
    new DoneCallback(nothing, first, null),
    queue,
    queue.park(),
    new Context(),
    new CancelledError(),
    { done: true, value: undefined },
    { done: false, value: first },
  ]
}

/** No code of the program may meet this loop. */
function makeLoop(): EventLoop {
  const setUps = state.setUps.splice(0)
  try {
    return new EventLoop({ host: stillHost })
  } finally {
    state.setUps.push(...setUps)
    for (const reference of state.loops)
      if (reference.deref()?._host === stillHost) state.loops.delete(reference)
  }
}

addExamples(() => {
  const loop = makeLoop()
  return callInLoop(loop, examples, loop)
})

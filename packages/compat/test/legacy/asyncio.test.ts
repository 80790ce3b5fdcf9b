import { asyncio } from '@acoro/compat'
import { EventLoop, getEventLoop, newEventLoop, Task } from '@acoro/core'
import { expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { turn } from '../support.ts'

async function collectWarnings(body: () => unknown): Promise<string[]> {
  const warnings: string[] = []
  const collect = (warning: Error) => warnings.push(`${warning.name}: ${warning.message}`)
  process.on('warning', collect)
  await body()
  await turn()
  process.off('warning', collect)
  return warnings
}

test('a program with the names of Python runs', async () => {
  const log: unknown[] = []
  await asyncio.run(function* main() {
    const loop = asyncio.get_running_loop()
    const task = asyncio.create_task(asyncio.sleep(0, 'slept'), { name: 'sleeper' })
    log.push(asyncio.all_tasks().has(task), asyncio.isfuture(task), asyncio.get_event_loop() === loop)
    const [done] = yield* asyncio.wait([task], { returnWhen: asyncio.FIRST_COMPLETED })
    log.push(done.has(task), yield* asyncio.wait_for(asyncio.gather(asyncio.sleep(0, 1)), 1000))
    try {
      yield* asyncio.wait_for(asyncio.sleep(60_000), 1)
    } catch (error) {
      log.push(error instanceof asyncio.TimeoutError)
    }
  })
  expect(log).toEqual([true, true, true, true, [1], true])
})

onlyOn('server', 'it listens to the warnings of a process')(
  'old names do what they did, and warn once each',
  async () => {
    const log: unknown[] = []
    const program = async () => {
      const work = asyncio.coroutine(function* work(): Generator<unknown, unknown, unknown> {
        return yield asyncio.sleep(0, 'worked')
      })
      await asyncio.run(function* main() {
        log.push(asyncio.Task.currentTask() === asyncio.current_task(), asyncio.Task.allTasks().size)
        log.push(yield* asyncio.async_(work()))
      })
    }
    const warnings = await collectWarnings(program)
    expect(await collectWarnings(program)).toEqual([])
    expect(log).toEqual([true, 1, 'worked', true, 1, 'worked'])
    expect(warnings).toEqual([
      'DeprecationWarning: asyncio.coroutine() is deprecated: use coroutine() of @acoro/core and `yield*`, or legacy() of @acoro/compat',
      'DeprecationWarning: asyncio.Task.currentTask() is deprecated: use currentTask()',
      'DeprecationWarning: asyncio.Task.allTasks() is deprecated: use allTasks()',
      'DeprecationWarning: asyncio.async_() is deprecated: use ensureFuture()',
    ])
  },
)

test('every task is an instance of the Task of old', async () => {
  await asyncio.run(function* main() {
    expect(asyncio.current_task()).toBeInstanceOf(asyncio.Task)
    expect(asyncio.current_task()).toBeInstanceOf(Task)
    expect(asyncio.get_running_loop().createFuture()).not.toBeInstanceOf(asyncio.Task)
  })
})

onlyOn('server', 'it listens to the warnings of a process')(
  'a policy makes the loops of the namespace, and of nobody else',
  async () => {
    class OwnLoop extends EventLoop {}
    class OwnPolicy extends asyncio.DefaultEventLoopPolicy {
      override newEventLoop(): EventLoop {
        return new OwnLoop()
      }
    }
    const warnings = await collectWarnings(async () => {
      const before = asyncio.get_event_loop_policy()
      expect(before).toBeInstanceOf(asyncio.DefaultEventLoopPolicy)
      asyncio.set_event_loop_policy(new OwnPolicy())
      expect(asyncio.new_event_loop()).toBeInstanceOf(OwnLoop)
      expect(newEventLoop()).not.toBeInstanceOf(OwnLoop)
      await asyncio.run(function* main() {
        expect(asyncio.get_event_loop()).toBeInstanceOf(OwnLoop)
      })
      const loop = asyncio.new_event_loop()
      asyncio.set_event_loop(loop)
      expect([asyncio.get_event_loop(), getEventLoop()]).toEqual([loop, loop])
      asyncio.set_event_loop(null)
      asyncio.set_event_loop_policy(null)
      expect(asyncio.new_event_loop()).not.toBeInstanceOf(OwnLoop)
    })
    expect(warnings).toEqual([
      'DeprecationWarning: asyncio.getEventLoopPolicy() is deprecated: use the option loopFactory of run() and Runner',
      'DeprecationWarning: asyncio.setEventLoopPolicy() is deprecated: use the option loopFactory of run() and Runner',
    ])
    expect(() => asyncio.set_event_loop_policy({} as never)).toThrow(
      'Expected an event loop policy or null, got an object',
    )
  },
)

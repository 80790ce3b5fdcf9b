// only on server: it reads the files of the tests

/**
 * What breaks the libraries of this field, as their users have told, and the test that holds each here. So no
 * test of these is lost when it is renamed or moved.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/**
 * By what happens: the test, as its file and its name. Files lie below `packages/service/test` unless they
 * say more.
 */
const situations: readonly (readonly [string, string, string])[] = [
  [
    'cancel during the backoff',
    'retry/retry',
    'during the delay ends it in that turn, and the timer is gone',
  ],
  ['"retry all but X" gets a cancel', 'retry/retry', 'is never retried, also when retryIf says true'],
  [
    'cancelled in the turn the attempt succeeds',
    'retry/retry',
    'in the turn in which the attempt succeeds wins, and no hook is called',
  ],
  [
    'body gives up, then throws again',
    'retry/retry',
    'stops after giveUp(): nothing runs after it has ended',
  ],
  [
    'Retry-After of two hours, a date or negative',
    'retry/retry',
    'of two hours is not waited for: it gives up and says why',
  ],
  [
    'jitter and cap in either order',
    'retry/schedule',
    'is never above the plain delay, and still spread at the cap',
  ],
  [
    'jitter applied to the last jittered delay',
    'retry/schedule',
    'lies around the plain schedule, whatever was drawn before',
  ],
  [
    'ten minutes asleep, period one second',
    'clock/every',
    'for ten minutes, one run is made, and then it is back on the grid',
  ],
  [
    'body slower than its period',
    'clock/every',
    'does not overlap: a run that is slower than its period makes it skip',
  ],
  [
    '02:30 on the night without it',
    'clock/cron',
    '02:30 on the night without it runs once, at the end of the gap',
  ],
  [
    'every 15 s in the hour that comes twice',
    'clock/cron',
    'a pattern of intervals runs in both hours of the night that has one twice',
  ],
  [
    'a timer a few seconds late after weeks',
    'clock/cron',
    'a timer that is a few seconds late after weeks is late, and its run is made',
  ],
  ['a day without midnight', 'clock/cron', 'a day without midnight has its job at 01:00'],
  [
    'child fails at each start',
    'lifecycle/supervise',
    'a child that fails at each start is no hot loop: it counts, waits, and gives up',
  ],
  [
    'supervisor gives up below "on-failure"',
    'lifecycle/supervise',
    'a supervisor that gives up below another one is a failure, and is restarted',
  ],
  [
    'dynamic child in one-for-all',
    'lifecycle/supervise',
    'restarts dynamic children, too, in the order of their starts',
  ],
  [
    'shutdown while a restart waits its delay',
    'lifecycle/supervise',
    'while a restart waits its delay starts no new child, and ends at once',
  ],
  [
    'SIGTERM while parts still start',
    'lifecycle/service',
    'while parts start cancels the start, and stops those that have started in reverse, without a drain',
  ],
  [
    'requests after SIGTERM',
    'lifecycle/service',
    'is ready when all parts have started, and not ready from the stop on, while it is still live',
  ],
  [
    'idle keep-alive sockets at the end',
    '/apps/service/test/briefing',
    'is not ready and still live, answers for as long as it drains, and finishes what is under way',
  ],
  [
    'acquire times out, its connection comes later',
    'pool/pool',
    'because its timeout passed leaves what is created for it to the next one',
  ],
  ['`create` always fails', 'pool/pool', 'fails one waiting task, the first, and is called once for each'],
  [
    'interrupt between lending and registering its return',
    'pool/cancel',
    'random visits, cancels, failures and discards leak nothing and are served in order',
  ],
  [
    'close while `create` is under way',
    'pool/pool',
    'awaits a resource that is being created, and destroys it',
  ],
  [
    'many acquires timed out, then one more',
    'pool/pool',
    'does not hurt later ones: after many timeouts a new wait has a new clock',
  ],
  [
    'invalidating what is not in the pool, or twice',
    'pool/pool',
    'cannot be discarded after its release: refused by name, and the counts are right',
  ],
  [
    'first caller of a flight cancelled',
    'flight/single-flight',
    'whose first caller is cancelled goes on for the others',
  ],
  [
    'new caller while the flight is being cancelled',
    'flight/single-flight',
    'that is being cancelled is joined by nobody: a new caller begins its own',
  ],
  [
    'forget, then the old flight ends',
    'flight/single-flight',
    'that was forgotten removes only itself when it ends',
  ],
  ['refresh cancelled after a value was stored', 'flight/memoize', 'stays if its refresh is cancelled'],
  [
    'more loads at a time than `max`',
    'flight/memoize',
    'lets more loads at a time than `max` arrive, and trims after',
  ],
  [
    'ten cancelled jobs before one live, rate 1 a second',
    'jobs/job-queue',
    'is not used by jobs that are cancelled: ten of them do not hold up one',
  ],
  ['`clear()` with callers waiting', 'jobs/job-queue', 'cancel the jobs that wait, whose tasks say by whom'],
  [
    'select: two ready in one turn',
    '/packages/sync/test/channels/select',
    'two ready in one turn: the second value stays in its queue',
  ],
  [
    'select: a source has closed',
    '/packages/sync/test/channels/select',
    'the end of a source is told once, and then left out',
  ],
  [
    'half-open probe ends in a cancel or an ignored error',
    'guard/circuit-breaker',
    'a probe that ends in a cancel, or in an error that does not count, gives its place to the next call',
  ],
  [
    'results of calls begun before the break arrive after it',
    'guard/circuit-breaker',
    'ignores results of calls that began before it opened',
  ],
  [
    'limiter: free token promised to a woken waiter, then `tryAcquire`',
    '/packages/sync/test/limits/live-limits',
    'a free token that is promised to a woken waiter is refused to tryAcquire, in every order',
  ],
  [
    'shielded clean-up inside a cancelled scope inside a shield',
    '/packages/core/test/waiting/cancel-scope',
    'three shields, with a cancelled scope between each of them',
  ],
  [
    '`start`: group cancelled before `started`',
    '/packages/core/test/waiting/task-group-start',
    'the group cancelled before started(): the task is cancelled, start throws, and the group ends',
  ],
]

/**
 * The pieces, and the file in which each is cancelled at every wait, runs in explored orders, and follows a
 * model.
 */
const pieces: Readonly<Record<string, readonly ('cancel' | 'orders' | 'model')[]>> = {
  'retry/cancel': ['cancel', 'orders', 'model'],
  'retry/schedule': ['model'],
  'clock/every': ['cancel', 'orders', 'model'],
  'clock/cron': ['cancel', 'orders'],
  'lifecycle/supervise': ['cancel', 'orders', 'model'],
  'lifecycle/service': ['cancel', 'orders', 'model'],
  'pool/cancel': ['cancel', 'orders', 'model'],
  'flight/single-flight': ['cancel', 'orders', 'model'],
  'flight/memoize': ['cancel', 'orders', 'model'],
  'jobs/job-queue': ['cancel', 'orders', 'model'],
  'jobs/batch': ['cancel', 'orders'],
  'jobs/debounce': ['cancel', 'orders'],
  'guard/circuit-breaker': ['cancel', 'orders', 'model'],
  'guard/others': ['cancel', 'orders'],
  '/packages/sync/test/channels/select': ['cancel', 'orders', 'model'],
  '/packages/sync/test/channels/select-watched': ['cancel', 'orders'],
}

const tools = { cancel: 'injectCancelEverywhere(', orders: 'explore(', model: 'fc.assert(' }

function source(file: string): string {
  const path = file.startsWith('/') ? `../../..${file}` : `./${file}`
  return readFileSync(fileURLToPath(new URL(`${path}.test.ts`, import.meta.url)), 'utf8')
}

test('each of the forty situations has its test', () => {
  expect(situations.length).toBe(40)
  const missing = situations.filter(([, file, name]) => {
    const text = source(file)
    return !["'", '`'].some((quote) => text.includes(`${quote}${name}${quote}`))
  })
  expect(missing).toEqual([])
  expect(new Set(situations.map(([, file, name]) => `${file}: ${name}`)).size).toBe(40)
})

test.each(Object.entries(pieces))('%s: %j', (file, kinds) => {
  const text = source(file)
  expect(kinds.filter((kind) => !text.includes(tools[kind]))).toEqual([])
})

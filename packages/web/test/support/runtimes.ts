// How a server is started on Bun and Deno, for the table «what happens when the client goes away».

import { npmBinary } from '../../../../scripts/runtimes/npm-binary.ts'

const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']

export const runtimes: Record<string, () => Promise<[string, ...string[]]>> = {
  Bun: async () => [await npmBinary('bun@1', 'bun', '-p process.execPath'), ...conditions],
  Deno: async () => [await deno(), 'run', '-A', '--no-check', ...conditions],
  'Deno with --unstable-no-legacy-abort': async () => [
    await deno(),
    'run',
    '-A',
    '--no-check',
    '--unstable-no-legacy-abort',
    ...conditions,
  ],
}

function deno(): Promise<string> {
  return npmBinary('deno@2', 'deno', 'eval "console.log(Deno.execPath())"')
}

/** The workers of the table, and the flags of workerd. */
export const workers: Record<string, readonly string[]> = {
  'Workers (workerd) with enable_request_signal': ['enable_request_signal'],
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { hashOf, variedLines } from './varied/program.ts'

describe('all that is varied', () => {
  it('is the same each time', () => {
    expect(variedLines(60)).toEqual(variedLines(60))
  })

  it('is the same on every platform and in every version, byte for byte', () => {
    const lines = variedLines(60)
    expect([lines.length, hashOf(lines)]).toEqual([1514, 'jufnaq'])
  })

  onlyOn('server', 'streams are those of Node')('is the same in a system of hosts, too', async () => {
    const { systemLines } = await import('./varied/system.ts')
    const lines = systemLines(100)
    expect([lines.length, hashOf(lines)]).toEqual([523, '1rb58hb'])
  })

  onlyOn('node', 'it starts processes of Node')('is the same in every process', async () => {
    const run = promisify(execFile)
    const program = fileURLToPath(new URL('varied/print.ts', import.meta.url))
    const print = async () =>
      (await run(process.execPath, ['--conditions=@acoro/source', '--import', 'tsx', program])).stdout
    const { systemLines } = await import('./varied/system.ts')
    expect(await print()).toBe(`${[...variedLines(60), ...systemLines(100)].join('\n')}\n`)
  })
})

// only on server: bundlers are programs

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  esbuild as acoroEsbuild,
  rollup as acoroRollup,
  vite as acoroVite,
  type PluginOptions,
} from '@acoro/async/plugin'
import { acoroTest } from '@acoro/async/vitest'
import { build as esbuild } from 'esbuild'
import { rollup } from 'rollup'
import { build as vite } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-plugin-')))
const entry = join(dir, 'app.ts')
writeFileSync(
  entry,
  'const wait = async (ms: number): Promise<number> => ms\nexport const main = async () => (await wait(1)) + 1\n',
)
const script = join(dir, 'app.js')
writeFileSync(script, 'const wait = async (ms) => ms\nexport const main = async () => (await wait(1)) + 1\n')
afterAll(() => rmSync(dir, { recursive: true }))

const external = [/^@acoro\//]

/** Each bundler makes `app`, and returns the code and the sources of its map. */
const bundlers: Readonly<Record<string, () => Promise<{ code: string; sources: readonly string[] }>>> = {
  async vite() {
    const result = await vite({
      root: dir,
      configFile: false,
      logLevel: 'silent',
      plugins: [acoroVite()],
      build: {
        write: false,
        minify: false,
        sourcemap: true,
        target: 'esnext',
        lib: { entry, formats: ['es'] },
        rollupOptions: { external },
      },
    })
    const [output] = Array.isArray(result) ? result : [result]
    const chunk = (output as unknown as { output: { code: string; map: { sources: string[] } }[] }).output[0]
    return { code: chunk?.code ?? '', sources: chunk?.map.sources ?? [] }
  },
  async rollup() {
    const bundle = await rollup({ input: script, external, plugins: [acoroRollup()] })
    const { output } = await bundle.generate({ format: 'es', sourcemap: true })
    return { code: output[0].code, sources: output[0].map?.sources ?? [] }
  },
  async esbuild() {
    const result = await esbuild({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      write: false,
      outdir: dir,
      sourcemap: 'external',
      external: ['@acoro/*'],
      plugins: [acoroEsbuild()],
    })
    const [map, code] = result.outputFiles.map(({ text }) => text) as [string, string]
    return { code, sources: (JSON.parse(map) as { sources: string[] }).sources }
  },
}

describe.each(Object.keys(bundlers))('with %s', (name) => {
  it('async functions call the helpers, and the map leads to the source', async () => {
    const { code, sources } = await (bundlers[name] as (typeof bundlers)[string])()
    expect(code).toMatch(/from ["']@acoro\/async\/helpers\/plugin["']/)
    expect(code).not.toMatch(/\basync\b(?!\/)|await/)
    expect(sources.some((source) => /app\.[jt]s$/.test(source))).toBe(true)
  })
})

it.each<[PluginOptions, string]>([
  [
    { include: 'p-queue' as never },
    "Expected the option include of the acoro plugin to be a list of names of packages, such as ['p-queue']",
  ],
  [
    { exclude: [1] as never },
    'Expected the option exclude of the acoro plugin to be a list of strings and regular expressions',
  ],
])('%o are refused', (options, message) => {
  expect(() => acoroVite(options)).toThrow(new TypeError(message))
  expect(() => acoroTest(options)).toThrow(new TypeError(message))
})

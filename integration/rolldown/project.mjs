import { rolldown } from 'rolldown'

function bundle(program, platform, format, file, external = []) {
  return async () => {
    const warnings = []
    const made = await rolldown({
      input: `programs/${program}.js`,
      platform,
      external,
      onLog: (level, log) => level === 'warn' && warnings.push(log.message),
    })
    await made.write({ file, format })
    if (warnings.length > 0) throw new Error(warnings.join('\n'))
    return file
  }
}

export const builds = {
  'browser, ESM': {
    program: 'everywhere',
    on: 'module',
    build: bundle('everywhere', 'browser', 'esm', 'out/a/b.js'),
  },
  'browser, one script': {
    program: 'everywhere',
    on: 'script',
    build: bundle('everywhere', 'browser', 'iife', 'out/c/d.js'),
  },
  'Node, ESM': { program: 'everywhere', on: 'node', build: bundle('everywhere', 'node', 'esm', 'out/e.mjs') },
  'Node, CommonJS': {
    program: 'everywhere',
    on: 'node',
    build: bundle('everywhere', 'node', 'cjs', 'out/f.cjs'),
  },
  'server, ESM': { program: 'server', on: 'node', build: bundle('server', 'node', 'esm', 'out/g.mjs') },
  'workers, left out, ESM': {
    program: 'workers',
    on: 'node',
    build: bundle('workers', 'node', 'esm', 'out/i.mjs', ['@acoro/executors']),
  },
  'workers, left out, CommonJS': {
    program: 'workers',
    on: 'node',
    build: bundle('workers', 'node', 'cjs', 'out/j.cjs', ['@acoro/executors']),
  },
  'workers, bundled, say so, ESM': {
    program: 'refused',
    on: 'node',
    build: bundle('workers', 'node', 'esm', 'out/k.mjs'),
  },
  'workers, bundled, say so, CommonJS': {
    program: 'refused',
    on: 'node',
    build: bundle('workers', 'node', 'cjs', 'out/l.cjs'),
  },
  'server, CommonJS': { program: 'server', on: 'node', build: bundle('server', 'node', 'cjs', 'out/h.cjs') },
}

import { rolldown } from 'rolldown'

function bundle(program, platform, format, file) {
  return async () => {
    const warnings = []
    const made = await rolldown({
      input: `programs/${program}`,
      platform,
      onLog: (level, log) => level === 'warn' && warnings.push(log.message),
    })
    await made.write({ file, format })
    if (warnings.length > 0) throw new Error(warnings.join('\n'))
    return file
  }
}

/** A program and the module its workers load, side by side. */
function both(first, second) {
  return async () => {
    await second()
    return first()
  }
}

export const builds = {
  'browser, ESM': {
    program: 'everywhere',
    on: 'module',
    build: bundle('everywhere.js', 'browser', 'esm', 'out/a/b.js'),
  },
  'browser, one script': {
    program: 'everywhere',
    on: 'script',
    build: bundle('everywhere.js', 'browser', 'iife', 'out/c/d.js'),
  },
  'Node, ESM': {
    program: 'everywhere',
    on: 'node',
    build: bundle('everywhere.js', 'node', 'esm', 'out/e.mjs'),
  },
  'Node, CommonJS': {
    program: 'everywhere',
    on: 'node',
    build: bundle('everywhere.js', 'node', 'cjs', 'out/f.cjs'),
  },
  'server, ESM': { program: 'server', on: 'node', build: bundle('server.js', 'node', 'esm', 'out/g.mjs') },
  'workers, ESM': {
    program: 'workers',
    on: 'node',
    alone: true,
    build: bundle('workers.js', 'node', 'esm', 'out/i/i.mjs'),
  },
  'workers, CommonJS': {
    program: 'workers',
    on: 'node',
    alone: true,
    build: bundle('workers.js', 'node', 'cjs', 'out/j/j.cjs'),
  },
  'workers with a module of their own, ESM': {
    program: 'jobs',
    on: 'node',
    alone: true,
    build: both(
      bundle('jobs.js', 'node', 'esm', 'out/k/k.mjs'),
      bundle('words.mjs', 'node', 'esm', 'out/k/words.mjs'),
    ),
  },
  'server, CommonJS': {
    program: 'server',
    on: 'node',
    build: bundle('server.js', 'node', 'cjs', 'out/h.cjs'),
  },
}

// CPython 3.14, with its C accelerator of asyncio, in this process: the npm package pyodide.
//
// Loading it takes two seconds and is needed only to record traces and to compare random programs; the test
// suite reads what was recorded.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPyodide } from 'pyodide'
import { root } from './program.ts'

export interface Python {
  readonly version: string
  /** Runs the source of one program, and gives the trace it printed. */
  record(source: string, name: string): string[]
}

export async function openPython(): Promise<Python> {
  const python = await loadPyodide()
  for (const file of ['harness.py', 'memory_network.py', 'neutral.py']) {
    python.FS.writeFile(`/home/pyodide/${file}`, readFileSync(join(root, 'harness', file), 'utf8'))
  }
  python.runPython(
    'import sys, warnings; sys.path.insert(0, "/home/pyodide"); warnings.simplefilter("ignore")',
  )
  const harness = python.pyimport('harness')
  return {
    version: String(python.runPython('sys.version.split()[0]')),
    record: (source, name) => {
      const lines = harness.record(source, name)
      try {
        return lines.toJs() as string[]
      } finally {
        lines.destroy()
      }
    },
  }
}

// The benchmarks of @acoro/streams, one after the other, on the built packages. `--write` keeps the figures.

await import('./echo.ts')
await import('./copy.ts')
await import('./pipes.ts')
if (process.argv.includes('--write')) (await import('./kept.ts')).writeKept()

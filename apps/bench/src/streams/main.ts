// The benchmarks of @acoro/streams, one after the other. They run on the built packages: `pnpm build` first.

await import('./echo.ts')
await import('./copy.ts')
await import('./pipes.ts')

import { packageConfig } from '../../scripts/tsup.ts'

export default packageConfig(['src/index.ts', 'src/worker.ts', 'src/worker-entry.ts'])

// The worker's script. The clock is put in place before acoro reads the world's.

import './clock.ts'
import './main.ts'

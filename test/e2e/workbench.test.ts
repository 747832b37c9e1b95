// The workbench on the example institution, in one process, because all of it looks at the same one.
import './workbench/entrance.ts'
import './workbench/looks.ts'
import './workbench/queue.ts'
import './workbench/alert.ts'
import './workbench/network.ts'
import './workbench/typologies.ts'
// Last, because it changes what is found.
import './workbench/ownCards.ts'

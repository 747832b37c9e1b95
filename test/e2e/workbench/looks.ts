import assert from 'node:assert/strict'
import test from 'node:test'
import { leave, openPage } from '../office.ts'
import { looks } from '../pages.ts'
import { lookAt, narrowDown } from './lookAt.ts'
import { browser, come, url } from './served.ts'

test('the door is whole in both colours and in narrow windows', async () => {
  const door = await openPage(browser, url)
  await door.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await lookAt(door.page, 'sign-in')
  await narrowDown(door.page, 'sign-in')
  await leave(door)
})

for (const [user, own] of Map.groupBy(looks, look => look.user)) {
  test(`every page of ${user} is whole in both colours and in narrow windows: axe finds nothing, and nothing is fetched from elsewhere`, async () => {
    const opened = await come(user)
    for (const { name, path, ready } of own) {
      await opened.page.goto(`${url}${path}`)
      await ready(opened.page)
      await lookAt(opened.page, name)
      await narrowDown(opened.page, name)
      assert.deepEqual(opened.wrong, [], name)
    }
    await leave(opened)
  })
}

import { SubjectPage } from './SubjectPage.tsx'

/** A customer of the institution. */
export default function CustomerPage() {
  return <SubjectPage kind="customer" />
}

import { SubjectPage } from './SubjectPage.tsx'

/** A counterparty, as the payments of customers tell of it. */
export default function PayeePage() {
  return <SubjectPage kind="counterparty" />
}

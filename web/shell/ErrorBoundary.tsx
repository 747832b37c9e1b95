import { Component, type ReactNode } from 'react'
import { ProblemNote } from './ProblemNote.tsx'

/** Catches what no page caught. React has no function for it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return <ProblemNote problem={this.state.error} again={() => location.reload()} />
  }
}

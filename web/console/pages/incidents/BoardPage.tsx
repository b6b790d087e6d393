export function BoardPage() {
  return <div className="page" />
}

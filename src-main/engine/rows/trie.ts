/** A token of a trie; `index` is its place in the row, once the trie is laid out. */
export interface TrieToken {
  readonly id: number
  index: number
}

interface Node extends TrieToken {
  readonly children: Map<number, Node>
}

/** Token sequences that share their beginnings. */
export class Trie {
  private readonly roots = new Map<number, Node>()

  /** Adds a sequence; returns its tokens, shared with those of sequences that begin alike. */
  add(ids: readonly number[]): readonly TrieToken[] {
    let level = this.roots
    return ids.map((id) => {
      let node = level.get(id)
      if (!node) level.set(id, (node = { id, index: -1, children: new Map() }))
      level = node.children
      return node
    })
  }

  /** All tokens in an order in which every one follows its parent: ids, depths and parents (-1: none), `[seq]` each. */
  layOut(): { readonly ids: Int32Array; readonly positions: Int32Array; readonly parents: Int32Array } {
    const ids: number[] = []
    const positions: number[] = []
    const parents: number[] = []
    const childrenLast = (level: Map<number, Node>): Node[] => [...level.values()].reverse()
    const stack = childrenLast(this.roots).map((node) => ({ node, parent: -1, position: 0 }))
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { node, parent, position } = top
      node.index = ids.push(node.id) - 1
      positions.push(position)
      parents.push(parent)
      for (const child of childrenLast(node.children))
        stack.push({ node: child, parent: node.index, position: position + 1 })
    }
    return { ids: Int32Array.from(ids), positions: Int32Array.from(positions), parents: Int32Array.from(parents) }
  }
}

/** The page of a report: A4, in millimetres. */
export const PAGE = { width: 210, height: 297, margin: 18 } as const

/** What stands on it across the whole text, and beside another. */
export const PAGE_WIDTHS = { page: PAGE.width - 2 * PAGE.margin, column: 85 } as const

/** How a version of a range stands to the one that is asked for. */
export type RangeOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Whether a condition holds. `order`: of the version that is asked for to that of the condition. */
export function holds(operator: RangeOperator, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

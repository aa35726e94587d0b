// The Zhengmai query language.
//
// How to read this file: rules go from the whole query down to its letters; syntax.md beside it
// tells what each construct means. Three things are not ANTLR's own:
//
// Keywords are declared as tokens without a rule. The lexer reads every word as IDENTIFIER and
// query/syntax/token_pass.cc then gives a word that equals a keyword, in any case of letters, the
// keyword's type. So a keyword costs the lexer nothing, and this list is the only one. A trailing
// underscore (NULL_, SKIP_) avoids a name that C++ or ANTLR has taken.
//
// Words that are keywords only in front of their bracket (any(…), count{…}, reduce(…)) are plain
// identifiers everywhere else: the same pass looks at the bracket.
//
// Brackets that open a pattern or a comprehension inside an expression get their own token, as
// does the bar that separates a comprehension's parts. Deciding that needs the token after the
// *matching* bracket, which is free for the pass (it counts the nesting anyway) and unbounded
// lookahead for a parser. With it, every decision below needs at most three tokens.
grammar Zhengmai;

tokens {
  // Reserved: not the name of a variable, but a label, a type or a property key may be called so.
  ALL, AND, AS, ASC, ASCENDING, BY, CASE, CONTAINS, CREATE, DELETE, DESC, DESCENDING, DETACH,
  DISTINCT, ELSE, END, ENDS, FALSE, IN, IS, LIMIT, MATCH, MERGE, NOT, NULL_, OPTIONAL, OR, ORDER,
  RETURN, SET, SKIP_, STARTS, THEN, TRUE, UNION, UNWIND, WHEN, WHERE, WITH, XOR,
  // Not reserved: a variable may be called so.
  CALL, YIELD,
  // Keywords in front of their bracket, or at the start of the query, only.
  ALLSHORTESTPATHS, ANY, COLLECT, COUNT, EXISTS, EXPLAIN, NONE, PROFILE, REDUCE, SHORTESTPATH,
  SINGLE,
  // Brackets and bars that the token pass tells apart.
  PATTERN_OPEN,                // '(' of a path pattern, where an expression may stand
  COMPREHENSION_OPEN,          // '[' of [x IN list …]
  PATTERN_COMPREHENSION_OPEN,  // '[' of [(a)-->(b) … | …]
  PROJECT                      // '|' in front of what a comprehension or reduce yields
}

// --- Queries and clauses -----------------------------------------------------------------------

query       : (EXPLAIN | PROFILE)? unionQuery SEMICOLON? EOF ;
unionQuery  : singleQuery (unionLink singleQuery)* ;
unionLink   : UNION ALL? ;
singleQuery : clause+ returnClause? | returnClause ;

clause
  : matchClause
  | unwindClause
  | withClause
  | callClause
  | subqueryClause
  | createClause
  | mergeClause
  | setClause
  | deleteClause
  ;

matchClause    : OPTIONAL? MATCH pattern where? ;
unwindClause   : UNWIND expression AS name ;
withClause     : WITH projection where? ;
returnClause   : RETURN projection ;
callClause     : CALL dottedName arguments? yieldPart? ;
subqueryClause : CALL LBRACE unionQuery RBRACE ;

// Scratch graphs only.
createClause   : CREATE pattern ;
mergeClause    : MERGE pathPattern ;
setClause      : SET setItem (COMMA setItem)* ;
deleteClause   : DETACH? DELETE expression (COMMA expression)* ;

where          : WHERE expression ;

projection     : DISTINCT? projectionItems orderPart? skipPart? limitPart? ;
projectionItems
  : star=STAR (COMMA projectionItem)*
  | projectionItem (COMMA projectionItem)*
  ;
projectionItem : expression (AS name)? ;
orderPart      : ORDER BY sortItem (COMMA sortItem)* ;
sortItem       : expression (ASC | ASCENDING | DESC | DESCENDING)? ;
skipPart       : SKIP_ expression ;
limitPart      : LIMIT expression ;

arguments      : LPAREN (expression (COMMA expression)*)? RPAREN ;
yieldPart      : YIELD (MINUS | STAR | yieldItem (COMMA yieldItem)*) where? ;
yieldItem      : name (AS name)? ;

setItem
  : name (DOT schemaName)+ EQUAL expression
  | name EQUAL expression
  | name PLUS_EQUAL expression
  | name (COLON schemaName)+
  ;

// --- Patterns ----------------------------------------------------------------------------------

pattern        : pathPattern (COMMA pathPattern)* ;
pathPattern    : (name EQUAL)? (shortestPath | patternElement) ;
shortestPath   : (SHORTESTPATH | ALLSHORTESTPATHS) LPAREN patternElement RPAREN ;
patternElement
  : nodePattern (relationshipPattern nodePattern)*
  | open patternElement RPAREN
  ;

nodePattern    : open nodeContent ;
nodeContent    : name? labels? properties? where? RPAREN ;
open           : LPAREN | PATTERN_OPEN ;

relationshipPattern
  : LESS MINUS relationshipDetail? MINUS GREATER?
  | MINUS relationshipDetail? MINUS GREATER?
  ;
relationshipDetail : LBRACKET name? relationshipTypes? hops? properties? where? RBRACKET ;
relationshipTypes  : COLON schemaName (BAR COLON? schemaName)* ;
hops               : STAR (INTEGER | INTEGER? DOTS INTEGER?)? ;
properties         : mapLiteral | parameter ;

// A:B is an older way to write A&B.
labels         : COLON labelOr ;
labelOr        : labelAnd (BAR COLON? labelAnd)* ;
labelAnd       : labelNot ((AMPERSAND | COLON) labelNot)* ;
labelNot       : EXCLAMATION* labelAtom ;
labelAtom      : schemaName | PERCENT | LPAREN labelOr RPAREN ;

// --- Expressions, the tightest binding first ---------------------------------------------------

expression
  : atom
  | expression op=DOT schemaName
  | expression op=LBRACKET from=expression? (DOTS to=expression?)? RBRACKET
  | expression op=LPAREN (STAR | DISTINCT? (expression (COMMA expression)*)?) RPAREN
  | expression op=LBRACE (projectedEntry (COMMA projectedEntry)*)? RBRACE
  | expression op=COLON labelOr
  | op=(PLUS | MINUS) expression
  | expression op=CARET expression
  | expression op=(STAR | SLASH | PERCENT) expression
  | expression op=(PLUS | MINUS) expression
  | expression op=IS NOT? NULL_
  | expression (op=(STARTS | ENDS) WITH | op=(CONTAINS | REGEX_MATCH | IN)) expression
  | expression op=(EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) expression
  | op=NOT expression
  | expression op=AND expression
  | expression op=XOR expression
  | expression op=OR expression
  ;

atom
  : literal
  | parameter
  | name
  | LPAREN expression RPAREN
  | listLiteral
  | mapLiteral
  | caseExpression
  | listComprehension
  | patternComprehension
  | quantifier
  | reduce
  | subquery
  | shortestPath
  | patternPredicate
  ;

literal         : NULL_ | TRUE | FALSE | INTEGER | HEX_INTEGER | OCTAL_INTEGER | FLOAT | STRING ;
parameter       : DOLLAR (schemaName | INTEGER) ;
listLiteral     : LBRACKET (expression (COMMA expression)*)? RBRACKET ;
mapLiteral      : LBRACE (mapEntry (COMMA mapEntry)*)? RBRACE ;
mapEntry        : schemaName COLON expression ;
projectedEntry  : DOT (schemaName | STAR) | schemaName COLON expression | name ;

caseExpression  : CASE subject=expression? caseBranch+ (ELSE otherwise=expression)? END ;
caseBranch      : WHEN expression THEN expression ;

listComprehension
  : COMPREHENSION_OPEN name IN expression where? (PROJECT expression)? RBRACKET ;
patternComprehension
  : PATTERN_COMPREHENSION_OPEN (name EQUAL)? patternElement where? PROJECT expression RBRACKET ;
quantifier      : (ALL | ANY | NONE | SINGLE) LPAREN name IN expression where? RPAREN ;
reduce
  : REDUCE LPAREN name EQUAL expression COMMA name IN expression PROJECT expression RPAREN ;

subquery        : (EXISTS | COUNT | COLLECT) LBRACE (unionQuery | pattern where?) RBRACE ;
patternPredicate : PATTERN_OPEN nodeContent (relationshipPattern nodePattern)+ ;

// --- Names -------------------------------------------------------------------------------------

name       : IDENTIFIER | ESCAPED_NAME | CALL | YIELD ;
dottedName : schemaName (DOT schemaName)* ;

// Labels, relationship types, property keys: any word.
schemaName
  : IDENTIFIER | ESCAPED_NAME | CALL | YIELD
  | ALL | AND | AS | ASC | ASCENDING | BY | CASE | CONTAINS | CREATE | DELETE | DESC | DESCENDING
  | DETACH | DISTINCT | ELSE | END | ENDS | FALSE | IN | IS | LIMIT | MATCH | MERGE | NOT | NULL_
  | OPTIONAL | OR | ORDER | RETURN | SET | SKIP_ | STARTS | THEN | TRUE | UNION | UNWIND | WHEN
  | WHERE | WITH | XOR
  | ALLSHORTESTPATHS | ANY | COLLECT | COUNT | EXISTS | NONE | REDUCE | SHORTESTPATH | SINGLE
  ;

// --- Letters -----------------------------------------------------------------------------------

LPAREN : '(' ;      RPAREN : ')' ;     LBRACKET : '[' ;   RBRACKET : ']' ;
LBRACE : '{' ;      RBRACE : '}' ;     COMMA : ',' ;      SEMICOLON : ';' ;
COLON : ':' ;       DOT : '.' ;        DOTS : '..' ;      DOLLAR : '$' ;
PLUS : '+' ;        MINUS : '-' ;      STAR : '*' ;       SLASH : '/' ;
PERCENT : '%' ;     CARET : '^' ;      BAR : '|' ;        AMPERSAND : '&' ;
EXCLAMATION : '!' ; EQUAL : '=' ;      NOT_EQUAL : '<>' ; REGEX_MATCH : '=~' ;
LESS : '<' ;        LESS_EQUAL : '<=' ;
GREATER : '>' ;     GREATER_EQUAL : '>=' ;
PLUS_EQUAL : '+=' ;

INTEGER       : DIGIT+ ;
HEX_INTEGER   : '0' [xX] [0-9a-fA-F]+ ;
OCTAL_INTEGER : '0' [oO] [0-7]+ ;
FLOAT         : (DIGIT* '.' DIGIT+ | DIGIT+) EXPONENT | DIGIT* '.' DIGIT+ ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment DIGIT    : [0-9] ;

STRING       : '\'' (~['\\] | '\\' .)* '\'' | '"' (~["\\] | '\\' .)* '"' ;
ESCAPED_NAME : '`' (~'`' | '``')* '`' ;

// A letter of any script (Han beyond the BMP included), then letters, digits and marks.
// Before the lexer sees it, query/syntax/folding.h makes every letter beyond ASCII (L, Nl, Pc) a 一
// and every digit or mark (Nd, Mn, Mc) an Arabic-Indic zero: tables of all scripts in here would
// have to be unpacked at each start of the program.
IDENTIFIER : LETTER (LETTER | [0-9\u0660])* ;
fragment LETTER : [A-Za-z_\u4E00] ;

COMMENT      : '/*' (~'*' | '*'+ ~[*/])* '*'+ '/' -> skip ;
LINE_COMMENT : '//' ~[\r\n]* -> skip ;
SPACE
  : [ \t\r\n\u000B\f\u001C-\u001F\u0085\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+
    -> skip
  ;

// What is wrong is a token as well, so that its place is known and the message is ours.
MALFORMED_NUMBER     : (DIGIT* '.')? DIGIT+ LETTER (LETTER | DIGIT)* ;
UNTERMINATED_STRING  : '\'' (~['\\] | '\\' .)* '\\'? | '"' (~["\\] | '\\' .)* '\\'? ;
UNTERMINATED_NAME    : '`' (~'`' | '``')* ;
UNTERMINATED_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'* ;
UNKNOWN              : . ;

//! The layer between Python objects and the numeric core. The only place with `unsafe`.
//!
//! A boundary function loads its arguments by their *exact* Python types, calls the core, makes every
//! result object, and only then changes what the caller handed in. Whatever does not fit is a
//! [`Trap`](super::trap::Trap): nothing outside has changed, the sentinel `TRAPPED` goes back, and the
//! Python original runs with the same arguments.
//!
//! | file | subject |
//! |---|---|
//! | `item` | a borrowed Python object, and the raw reads of ints, floats, strings, lists, tuples |
//! | `value` | the trait [`Value`]: load, store and write back one Python type |
//! | `scalars`, `text`, `containers`, `maps`, `number` | the types, one `Value` each |
//! | `octets` | `bytes` and `bytearray` |
//! | `deques` | `collections.deque` |
//! | `kinds` | the relatives of `dict`: `Counter`, `defaultdict` |
//! | `dtype`, `array` | NumPy scalars and arrays |
//! | `kernels` | NumPy's inner loops, lent to the core |
//! | `callback` | calls of NumPy's functions from inside a compiled one |
//! | `bits` | single draws by NumPy's C functions, and the state that they change |
//! | `draws` | NumPy's generators, and what they were before the first draw |
//! | `function` | functions that are passed as values |
//! | `record` | named tuples |
//! | `member` | members of enumerations |
//! | `object` | instances of classes, attribute by attribute |
//! | `layout` | where CPython keeps the attributes of an instance |
//! | `node` | objects that stay in Python and are read where they lie |
//! | `alias` | the test that a changed argument is reached by one way only |
//! | `keep` | what was made of arguments that come in again |
//! | `writes` | the commit: changes to the caller's lists, dicts, sets and generators, all or nothing |
//! | `random`, `twister` | the state of a `random.Random`; where CPython keeps it |
//! | `state` | guards, hidden constants, counters and stepping aside of one function |
//! | `control` | what the Python side calls: `bind`, `counters`, ... and the start-up tests |
//! | `lock` | long calls on owned data let other threads have the interpreter |
//! | `frames` | how many Python frames are left before `RecursionError` |
//!
//! Rule for every `unsafe` block here: the interpreter is held (a `Python` token or an [`Item`] exists), and
//! no Python code runs between the start of a load and the end of the commit, because only exact built-in
//! types are touched, and instances of classes without hooks. So no other code can change or free an object while it is being read.
//! The exceptions are `callback`, `lock` and `output`, which say what holds there.

pub mod alias;
pub mod array;
pub mod bits;
pub mod callback;
pub mod containers;
pub mod control;
pub mod deques;
pub mod draws;
pub mod dtype;
pub mod frames;
pub mod function;
pub mod given;
pub mod item;
pub mod kinds;
pub mod keep;
pub mod kernels;
pub mod layout;
pub mod lock;
pub mod maps;
pub mod member;
pub mod node;
pub mod number;
pub mod object;
pub mod octets;
pub mod output;
pub mod random;
pub mod record;
pub mod scalars;
pub mod state;
pub mod text;
pub mod twister;
pub mod value;
pub mod writes;

pub use alias::Aliases;
pub use array::ArrayOf;
pub use containers::{ListOf, OptionalOf, RowOf};
pub use deques::DequeOf;
pub use draws::{NpGenerator, NpRandomState};
pub use dtype::Np;
pub use frames::depth;
#[allow(unused_imports, reason = "a crate without functions as values has no use for it")]
pub use function::Function;
#[allow(unused_imports, reason = "a crate without functions as values has no use for it")]
pub(crate) use function::function;
#[allow(unused_imports, reason = "a crate that binds no attribute to an argument has no use for it")]
pub use given::{Given, address, attribute_of, bound_to};
pub use item::Item;
#[allow(unused_imports, reason = "a crate whose functions all work on objects of the caller has no use for it")]
pub use lock::letting_go;
#[allow(unused_imports, reason = "a crate whose arguments are all small or new has no use for it")]
pub use keep::{Keep, Keeper, Work};
#[allow(unused_imports, reason = "a crate without classes, functions or enumerations as values has no use for it")]
pub(crate) use keep::reloads;
pub use maps::{DictOf, MapOf, SetOf};
#[allow(unused_imports, reason = "a crate without enumerations has no use for it")]
pub use member::{Enumeration, object_of};
#[allow(unused_imports, reason = "a crate without enumerations has no use for it")]
pub(crate) use member::enumeration;
pub use object::Class;
pub use octets::{ByteArray, Bytes};
#[allow(unused_imports, reason = "a crate without classes has no use for it")]
pub(crate) use object::object;
pub use output::OutputOf;
pub use random::RandomOf;
#[allow(unused_imports, reason = "a crate without named tuples has no use for it")]
pub use record::Record;
#[allow(unused_imports, reason = "a crate without named tuples has no use for it")]
pub(crate) use record::record;
#[allow(unused_imports, reason = "a crate without objects that are read in place has no use for it")]
pub(crate) use node::node;
pub use super::complex::Complex;
pub use number::{COMPLEX, FLOAT, INT, MixedOf, NP_COMPLEX128, NP_FLOAT64, NP_INT64, NumberOf};
pub use scalars::{Bool, ComplexOf, EmptyTuple, Float, Int, Long, NoneValue};
pub use state::{Answer, State, first_fitting};
pub use text::{Char, Str};
pub use value::{Plan, Value, load, store, tuple};
pub use writes::Writes;

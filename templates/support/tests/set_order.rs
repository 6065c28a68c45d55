//! The order of sets, against what CPython 3.11 to 3.13 show.

use migrator_support::set::Set;

#[test]
fn order_0() {
    let mut s = Set::new();
    let steps: [(bool, i64); 12] = [
        (true, 39),
        (false, 39),
        (true, 19),
        (true, -9),
        (true, -20),
        (false, -9),
        (true, 29),
        (true, -9),
        (true, -13),
        (false, 19),
        (false, -20),
        (true, -23),
    ];
    for (comes, x) in steps {
        if comes {
            s.add(x).unwrap();
        } else {
            s.discard(x);
        }
    }
    assert_eq!(s.in_order().unwrap(), [-23, -13, -9, 29]);
    assert_eq!(s.copied().unwrap().in_order().unwrap(), [-23, -13, 29, -9]);
    let other = Set::of_list(&(-5..5).collect::<Vec<_>>()).unwrap();
    assert_eq!(s.intersection(&other).unwrap().in_order().unwrap(), []);
    assert_eq!(
        other.difference(&s).unwrap().in_order().unwrap(),
        [0, 1, 2, 3, 4, -2, -5, -4, -3, -1]
    );
}

#[test]
fn order_1() {
    let mut s = Set::new();
    let steps: [(bool, i64); 40] = [
        (true, -67112),
        (false, -67112),
        (true, -560739),
        (false, -560739),
        (true, -342226),
        (false, -342226),
        (true, -619014),
        (true, 448381),
        (true, 874312),
        (true, -954764),
        (false, 448381),
        (true, -863393),
        (true, 714212),
        (true, -992906),
        (true, 484104),
        (true, -349972),
        (true, -358137),
        (true, -337734),
        (true, -9016),
        (true, -880461),
        (true, 969250),
        (true, 572434),
        (true, -152134),
        (true, 652006),
        (true, -210705),
        (true, -980962),
        (true, 484276),
        (true, -587865),
        (false, 484276),
        (true, -277779),
        (true, 872150),
        (true, 626557),
        (true, 236823),
        (true, 671905),
        (true, -379529),
        (false, -587865),
        (true, -285416),
        (false, -285416),
        (false, 626557),
        (true, -806909),
    ];
    for (comes, x) in steps {
        if comes {
            s.add(x).unwrap();
        } else {
            s.discard(x);
        }
    }
    assert_eq!(
        s.in_order().unwrap(),
        [
            -806909, -358137, 484104, 572434, 236823, -980962, 671905, 969250, -880461, -337734,
            -152134, 874312, -9016, 872150, -863393, 714212, 652006, -349972, -277779, -210705,
            -954764, -992906, -379529, -619014
        ]
    );
    assert_eq!(
        s.copied().unwrap().in_order().unwrap(),
        [
            -806909, -358137, 484104, 874312, -9016, -152134, 572434, -619014, 872150, 236823,
            -980962, -863393, 671905, 969250, 714212, 652006, -349972, -277779, -210705, -880461,
            -954764, -992906, -379529, -337734
        ]
    );
    let other = Set::of_list(&(-5..5).collect::<Vec<_>>()).unwrap();
    assert_eq!(s.intersection(&other).unwrap().in_order().unwrap(), []);
    assert_eq!(
        other.difference(&s).unwrap().in_order().unwrap(),
        [0, 1, 2, 3, 4, -2, -5, -4, -3, -1]
    );
}

#[test]
fn order_2() {
    let mut s = Set::new();
    let steps: [(bool, i64); 25] = [
        (true, 1036173394235215308),
        (false, 1036173394235215308),
        (true, -3716056566703956782),
        (true, 2875626461433265941),
        (true, 3793851429468090381),
        (false, 3793851429468090381),
        (false, -3716056566703956782),
        (true, -2644698463753714658),
        (true, -1858595285551495720),
        (true, 826652687980261847),
        (false, 826652687980261847),
        (true, 443377245619390124),
        (true, -2535314035943837447),
        (true, -1302409615338209682),
        (true, -1289052888191562943),
        (false, 2875626461433265941),
        (true, 2092446671366671250),
        (false, -1858595285551495720),
        (true, 1661560801767417741),
        (true, 4137675560626615101),
        (true, 1400198831797001915),
        (false, 1400198831797001915),
        (true, 440427938258548116),
        (true, 2923237517824371766),
        (false, 2092446671366671250),
    ];
    for (comes, x) in steps {
        if comes {
            s.add(x).unwrap();
        } else {
            s.discard(x);
        }
    }
    assert_eq!(
        s.in_order().unwrap(),
        [
            -1289052888191562943,
            443377245619390124,
            1661560801767417741,
            -1302409615338209682,
            440427938258548116,
            2923237517824371766,
            -2535314035943837447,
            -2644698463753714658,
            4137675560626615101
        ]
    );
    assert_eq!(
        s.copied().unwrap().in_order().unwrap(),
        [
            -1289052888191562943,
            443377245619390124,
            1661560801767417741,
            -1302409615338209682,
            440427938258548116,
            2923237517824371766,
            -2535314035943837447,
            -2644698463753714658,
            4137675560626615101
        ]
    );
    let other = Set::of_list(&(-5..5).collect::<Vec<_>>()).unwrap();
    assert_eq!(s.intersection(&other).unwrap().in_order().unwrap(), []);
    assert_eq!(
        other.difference(&s).unwrap().in_order().unwrap(),
        [0, 1, 2, 3, 4, -2, -5, -4, -3, -1]
    );
}

#[test]
fn order_3() {
    let mut s = Set::new();
    let steps: [(bool, (i64, i64)); 30] = [
        (true, (-7, -3)),
        (true, (3, 1)),
        (true, (-20, -7)),
        (false, (-7, -3)),
        (true, (-12, -4)),
        (true, (16, 5)),
        (true, (-4, -2)),
        (false, (16, 5)),
        (false, (-4, -2)),
        (true, (9, 3)),
        (true, (25, 8)),
        (false, (-12, -4)),
        (true, (-20, -7)),
        (true, (9, 3)),
        (false, (3, 1)),
        (true, (10, 3)),
        (false, (9, 3)),
        (false, (-20, -7)),
        (false, (25, 8)),
        (true, (-18, -6)),
        (true, (-4, -2)),
        (true, (-6, -2)),
        (true, (-26, -9)),
        (true, (-15, -5)),
        (true, (-7, -3)),
        (false, (10, 3)),
        (false, (-4, -2)),
        (true, (23, 7)),
        (true, (-28, -10)),
        (true, (-11, -4)),
    ];
    for (comes, x) in steps {
        if comes {
            s.add(x).unwrap();
        } else {
            s.discard(x);
        }
    }
    assert_eq!(
        s.in_order().unwrap(),
        [
            (23, 7),
            (-26, -9),
            (-6, -2),
            (-7, -3),
            (-18, -6),
            (-28, -10),
            (-15, -5),
            (-11, -4)
        ]
    );
    assert_eq!(
        s.copied().unwrap().in_order().unwrap(),
        [
            (23, 7),
            (-26, -9),
            (-6, -2),
            (-7, -3),
            (-18, -6),
            (-28, -10),
            (-15, -5),
            (-11, -4)
        ]
    );
    let other =
        Set::of_list(&((-5..5).map(|i: i64| (i, i.div_euclid(3)))).collect::<Vec<_>>()).unwrap();
    assert_eq!(s.intersection(&other).unwrap().in_order().unwrap(), []);
    assert_eq!(
        other.difference(&s).unwrap().in_order().unwrap(),
        [
            (-4, -2),
            (-3, -1),
            (-2, -1),
            (-1, -1),
            (0, 0),
            (3, 1),
            (2, 0),
            (1, 0),
            (4, 1),
            (-5, -2)
        ]
    );
}

#[test]
fn order_4() {
    let mut s = Set::new();
    let steps: [(bool, i64); 200] = [
        (true, 1466),
        (true, 1758),
        (false, 1758),
        (false, 1466),
        (true, 829),
        (true, 1881),
        (false, 829),
        (true, 1985),
        (true, 2420),
        (true, -2116),
        (true, 2039),
        (true, -334),
        (true, 1622),
        (false, 1881),
        (true, -613),
        (true, 2802),
        (true, -1698),
        (true, -872),
        (true, -536),
        (true, 403),
        (true, -482),
        (true, -654),
        (true, -2806),
        (false, -872),
        (true, -599),
        (false, -2806),
        (true, 934),
        (true, -758),
        (false, -482),
        (true, 1015),
        (true, -1733),
        (true, -660),
        (false, 2420),
        (false, -758),
        (false, 403),
        (true, -688),
        (true, -247),
        (true, 2990),
        (true, 803),
        (true, 2584),
        (true, 1839),
        (true, -2977),
        (true, 732),
        (false, 1839),
        (true, -1434),
        (true, 503),
        (true, 2644),
        (true, 2179),
        (true, 157),
        (false, -660),
        (true, -572),
        (true, -2459),
        (true, -2974),
        (true, 545),
        (false, 2990),
        (true, -453),
        (true, 919),
        (false, 503),
        (true, -1743),
        (false, -2459),
        (true, -1116),
        (false, 919),
        (true, -2791),
        (false, -599),
        (true, 2744),
        (false, -1434),
        (true, 2034),
        (true, -2090),
        (false, 2584),
        (true, -1774),
        (true, -1483),
        (true, -1680),
        (true, -1254),
        (true, -2114),
        (true, -2411),
        (true, 1678),
        (false, -1743),
        (true, -2919),
        (true, -424),
        (true, 1009),
        (true, 2375),
        (true, -2544),
        (true, -586),
        (true, 2171),
        (false, 1985),
        (true, 1504),
        (true, -844),
        (true, -1070),
        (true, -679),
        (false, -572),
        (true, 713),
        (true, -1532),
        (true, -2847),
        (true, -2302),
        (true, -2706),
        (true, -1978),
        (true, 715),
        (true, 789),
        (true, -352),
        (true, 1347),
        (true, 2939),
        (false, -586),
        (false, 2034),
        (true, -2050),
        (true, 2448),
        (true, -1268),
        (true, 2118),
        (true, -1075),
        (true, 2027),
        (true, 160),
        (false, 732),
        (false, -679),
        (true, -33),
        (false, -1978),
        (true, -1522),
        (true, -2206),
        (true, -1474),
        (true, -2677),
        (true, 940),
        (true, -145),
        (true, 851),
        (false, 160),
        (true, 813),
        (true, -1431),
        (true, -1698),
        (false, 2171),
        (true, -1754),
        (true, -2097),
        (false, -1070),
        (true, -2729),
        (true, -2738),
        (true, 22),
        (true, -2518),
        (true, 2519),
        (true, -1723),
        (true, 2476),
        (true, 718),
        (false, -2791),
        (true, -1354),
        (true, 1708),
        (true, -2360),
        (true, 2789),
        (true, -446),
        (true, -39),
        (false, 934),
        (false, -1723),
        (true, 2506),
        (true, -2641),
        (true, 527),
        (true, -783),
        (true, -2502),
        (true, 2581),
        (true, -2632),
        (true, 1251),
        (true, -2232),
        (false, 813),
        (false, -2706),
        (true, 2593),
        (true, -2587),
        (true, -2508),
        (true, 338),
        (true, 2246),
        (false, -1774),
        (true, -1531),
        (true, 2247),
        (true, 1352),
        (false, -2518),
        (false, -2097),
        (true, 1901),
        (true, 2981),
        (true, -2858),
        (true, -71),
        (false, 1009),
        (true, 2120),
        (false, -783),
        (true, 2641),
        (true, -1166),
        (true, -1864),
        (false, -1431),
        (true, 298),
        (true, -1937),
        (true, 863),
        (false, 1504),
        (true, 2458),
        (true, -2497),
        (true, -963),
        (false, -453),
        (true, -2193),
        (true, -429),
        (true, 1555),
        (true, -658),
        (true, -1923),
        (true, 622),
        (true, 2632),
        (true, -2847),
        (true, 2744),
        (false, -613),
        (true, 1603),
        (true, -2460),
        (true, -1875),
    ];
    for (comes, x) in steps {
        if comes {
            s.add(x).unwrap();
        } else {
            s.discard(x);
        }
    }
    assert_eq!(
        s.in_order().unwrap(),
        [
            -1532, -1531, -1522, 527, -2544, 1555, 2581, 22, 545, 2593, -2508, -1483, -2502, -963,
            -1474, -2497, -446, 1603, 2118, 2120, 2632, 2641, -429, 2644, 1622, -424, -2977, -2974,
            -2460, 622, -1937, -1923, 2179, 1678, -2411, -2919, 157, -352, 1708, -1875, -334, -844,
            -1354, 2744, -1864, 2246, 2247, -2360, 713, 715, 718, -2858, -2847, 1251, 2789, 2802,
            -2302, -247, -1268, 789, -1254, 803, -1754, 298, -1733, 1347, 2375, -2232, 1352, -2738,
            -688, 338, 851, -2729, -1698, 863, -2206, 1901, -658, -145, -1680, -2193, -654, -1166,
            2939, -2677, 2448, 2458, -1116, 2981, 940, 2476, -2641, -2632, -71, -2116, -2114, 2506,
            -1075, -2090, 2519, -39, -33, -2587, -536, 2027, 1015, 2039, -2050
        ]
    );
    assert_eq!(
        s.copied().unwrap().in_order().unwrap(),
        [
            -2302, -1532, -1531, -247, -1268, -1522, 527, -2544, 1555, 2039, 2581, 22, 789, -1254,
            545, 2593, 803, -1754, 298, -2508, -1483, -2502, -1733, -963, -1474, -2497, -446, 1603,
            1347, 2118, 2375, 2120, 2632, -2232, 1352, -2738, -688, 2641, 338, -429, 2644, 851,
            1622, -2729, -424, -1698, -2977, 863, -2974, -2206, -2460, 1901, 622, -1937, -658,
            -145, -1680, -2193, -654, -1166, 2939, -1923, 2179, -2677, 1678, 2448, -2411, -2919,
            2458, 157, -352, -1116, 2981, 1708, -1875, 940, 2476, -2641, -334, -844, -1354, 2744,
            -1864, -2632, -71, -2116, -2114, 2246, 2247, -2360, 713, 2506, 715, -1075, 718, -2858,
            -2090, 2519, -39, -33, -2847, 1251, 2789, -2587, -536, 2027, 2802, 1015, -2050
        ]
    );
    let other = Set::of_list(&(-5..5).collect::<Vec<_>>()).unwrap();
    assert_eq!(s.intersection(&other).unwrap().in_order().unwrap(), []);
    assert_eq!(
        other.difference(&s).unwrap().in_order().unwrap(),
        [0, 1, 2, 3, 4, -2, -5, -4, -3, -1]
    );
}
